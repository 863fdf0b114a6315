import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { resourcesOf, synthesized } from './synthesized.ts';

const EXISTING = 'arn:aws:sns:us-east-1:123456789012:there-already';
const { list } = parseChecks(`
alerts:
  topics:
    pager: {}
    team-chat: { format: chat }
    there: { arn: '${EXISTING}', receivers: [{ webhook: { url: 'https://hooks.test/secret' } }] }
  routes:
    - { topic: pager, severity: critical }
    - { topic: team-chat }
    - { topic: there, tags: [pay] }
    - { topic: default }
checks: [{ name: a, tags: [pay], tcp: { host: h, port: 1 } }]
`);
if (list === null) throw new Error('a sound list');
const template = synthesized(list);
const topics = resourcesOf(template, 'AWS::SNS::Topic');

describe('alert routes', () => {
  it('have a topic each, unless it is there already', () => {
    expect([...topics.keys()].toSorted()).toEqual([
      'HealthChecksAlertsTopic',
      'HealthChecksMonitoringPagesTopic',
      'HealthChecksRoutespagerTopic',
      'HealthChecksRoutesteamchatTopic',
    ]);
  });

  it('are known to the tracker, and the state machine may publish to them and to nothing else', () => {
    const tracker = resourcesOf(template, 'AWS::Lambda::Function').get('HealthChecksTrackIncidentsFunction');
    const arns = JSON.stringify(tracker?.['Environment'].Variables.ROLLCALL_TOPIC_ARNS);
    for (const part of ['pager', 'team-chat', EXISTING]) expect(arns).toContain(part);
    const policies = JSON.stringify([...resourcesOf(template, 'AWS::IAM::Policy').values()]);
    expect(policies.match(/"sns:Publish"/g)).toHaveLength(2);
    expect(policies).toContain(EXISTING);
  });
});

describe('the incident table', () => {
  const [table, ...others] = resourcesOf(template, 'AWS::DynamoDB::Table').values();

  it('costs nothing at rest, forgets by itself and is known to the tracker', () => {
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      KeySchema: [
        { AttributeName: 'memory', KeyType: 'HASH' },
        { AttributeName: 'name', KeyType: 'RANGE' },
      ],
    });
    const tracker = resourcesOf(template, 'AWS::Lambda::Function').get('HealthChecksTrackIncidentsFunction');
    expect(tracker?.['Environment'].Variables.ROLLCALL_INCIDENT_TABLE).toEqual({
      Ref: expect.stringContaining('IncidentsTable'),
    });
  });
});
