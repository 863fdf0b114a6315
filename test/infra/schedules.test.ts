import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { entries, resourcesOf, stackOf } from './synthesized.ts';

function schedulesOf(checks: readonly object[], settings = {}) {
  return resourcesOf(Template.fromStack(stackOf(checks, settings)), 'AWS::Scheduler::Schedule');
}

describe('a schedule', { timeout: 60_000 }, () => {
  it('starts the state machine with its shard and the instant that it was due, and gives up after a minute', () => {
    const schedules = schedulesOf(entries(1));
    expect([...schedules.values()]).toEqual([
      expect.objectContaining({
        Name: '5m-0',
        GroupName: { Ref: expect.stringMatching(/^HealthChecksSchedulesGroup/) },
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { Ref: expect.stringMatching(/^HealthChecksWorkflowStateMachine/) },
          RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^HealthChecksSchedulesRole/), 'Arn'] },
          Input: '{"shard":"5m-0","scheduledTime":"<aws.scheduler.scheduled-time>"}',
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/DeadLetters/), 'Arn'] } },
        },
      }),
    ]);
  });

  it.each([
    [{ every: '1m' }, 'rate(1 minute)', undefined],
    [{ every: '60m' }, 'rate(1 hour)', undefined],
    [{ every: '90m' }, 'rate(90 minutes)', undefined],
    [{ every: '2d' }, 'rate(2 days)', undefined],
    [{ cron: '0 9 * * MON-FRI', timezone: 'Europe/Paris' }, 'cron(0 9 ? * MON,TUE,WED,THU,FRI *)', 'Europe/Paris'],
  ])('of %j is %s', (settings, expression, zone) => {
    const [schedule] = schedulesOf(entries(1, settings)).values();
    expect(schedule?.['ScheduleExpression']).toBe(expression);
    expect(schedule?.['ScheduleExpressionTimezone']).toBe(zone);
  });

  it('is one for each shard: a check more is other data, until a shard is full', () => {
    const deploy = { alarms: { per: 'group' } };
    const templates = [99, 100, 101].map((count) =>
      Template.fromStack(stackOf(entries(count, { rechecks: 0 }), { deploy })),
    );
    const [some, more, full] = templates.map((template) => template.toJSON());
    expect(more).toEqual(some);
    expect(full).not.toEqual(more);
    const schedules = templates.map((template) => resourcesOf(template, 'AWS::Scheduler::Schedule').size);
    expect(schedules).toEqual([1, 1, 2]);
  });

  it('leaves what it could not start in an encrypted queue that takes nothing in the clear', () => {
    const template = Template.fromStack(stackOf(entries(1)));
    expect([...resourcesOf(template, 'AWS::SQS::Queue').values()]).toEqual([
      { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true },
    ]);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });
});

describe('a template', { timeout: 120_000 }, () => {
  const home = {
    deploy: { regions: ['us-west-2', 'eu-west-1', 'ap-northeast-1', 'sa-east-1'], home: 'us-west-2' },
    env: { region: 'us-west-2' },
  };
  it.each([
    [1, 1, {}],
    [40, 1, {}],
    [400, 10, {}],
    [4_000, 100, {}],
    [4_000, 40, { deploy: { workflow: 'standard' } }],
    [400, 4, { deploy: { workflow: 'express' } }],
    [1, 1, home],
    [40, 1, home],
    [400, 10, home],
    [4_000, 100, home],
  ])('of %d checks in %d shards is within the limits of CloudFormation, with %j', (count, shards, settings) => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true } });
    const template = Template.fromStack(stackOf(entries(count), { ...settings, app })).toJSON();
    expect(Object.keys(template['Resources']).length).toBeLessThanOrEqual(500);
    // with the blanks that CDK writes, which count
    expect(Buffer.byteLength(JSON.stringify(template, null, 1))).toBeLessThanOrEqual(1_000_000);
    const schedules = Object.values(template['Resources']).filter(
      (resource) => (resource as { Type: string }).Type === 'AWS::Scheduler::Schedule',
    );
    expect(schedules).toHaveLength(shards);
  });
});
