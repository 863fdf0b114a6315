import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ALARM_KINDS, anchorOf } from '#core/alarm/alarm.ts';
import { countsOf } from '#core/alarm/plan.ts';
import { bytesOf } from '#core/alarm/room.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { workloadOf } from '#core/cost/workload.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { checkList, HealthChecks } from '../../index.ts';
import { entries, type Properties, referred, resourcesOf, stackOf, warningsOf } from './synthesized.ts';

const SLOW = { timeout: 120_000 };
const REGIONS = { regions: ['us-west-2', 'eu-west-1', 'ap-northeast-1'], home: 'us-west-2' };
const HOME = { env: { region: 'us-west-2' }, deploy: REGIONS };
const PAGES = 'HealthChecksMonitoringPagesTopic';
const ALERTS = 'HealthChecksAlertsTopic';

/** Alarms of a template by name. */
function alarmsOf(template: Template): Map<string, Properties> {
  const types = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];
  const all = types.flatMap((type) => [...resourcesOf(template, type).values()]);
  return new Map(all.map((alarm) => [alarm['AlarmName'], alarm]));
}

const alarmsFor = (...args: Parameters<typeof stackOf>) => alarmsOf(Template.fromStack(stackOf(...args)));

describe('an alarm', SLOW, () => {
  const alarms = alarmsFor(entries(2));

  it('is what the plan says', () => {
    expect(alarmsFor(entries(1)).get('Rollcall-check-c0')).toEqual({
      AlarmName: 'Rollcall-check-c0',
      AlarmDescription:
        'c0 (schedule 5m). The target does not answer as its check expects, run after run. docs/runbook.md#a-check-is-ng',
      AlarmActions: [{ Ref: expect.stringContaining(PAGES) }],
      OKActions: [{ Ref: expect.stringContaining(PAGES) }],
      Namespace: 'Rollcall',
      MetricName: 'Healthy',
      Dimensions: [{ Name: 'Check', Value: 'c0' }],
      Statistic: 'Minimum',
      Period: 300,
      EvaluationPeriods: 4,
      DatapointsToAlarm: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'ignore',
    });
  });

  it('of a check whose name is not ASCII has the dimension that is written, and a name of its own', () => {
    const longest = '注文の受付'.repeat(6);
    const alarms = alarmsFor(['注文', longest, `${longest}2`].map((name) => ({ ...entries(1)[0], name })));
    expect(alarms.get('Rollcall-check-%E6%B3%A8%E6%96%87')).toMatchObject({
      AlarmDescription: expect.stringMatching(/^注文 \(schedule 5m\)/),
      Dimensions: [{ Name: 'Check', Value: '%E6%B3%A8%E6%96%87' }],
    });
    const names = [...alarms.keys()].filter((name) => name.startsWith('Rollcall-check-'));
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^[\x20-\x7e]{1,120}$/);
  });

  it('of an expression has its metrics, and what is new in a stack waits until it was written', () => {
    const Metric = {
      Namespace: 'Rollcall',
      MetricName: 'RunCompleted',
      Dimensions: [{ Name: 'Shard', Value: '5m-0' }],
    };
    expect(alarms.get('Rollcall-silence-5m-0')).toMatchObject({
      Metrics: [
        { Id: 'm1', MetricStat: { Metric, Stat: 'Sum', Period: 1_020 }, ReturnData: false },
        { Id: 'all', Expression: '(FILL(m1, 0) < 1)', ReturnData: true },
      ],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 17, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
    });
  });

  it('waits for nothing on an emulated AWS, which may refuse the setting', () => {
    const silence = alarmsFor(entries(1), { allowLoopback: true }).get('Rollcall-silence-5m-0');
    expect(silence).toMatchObject({ Threshold: 1 });
    expect(silence).not.toHaveProperty('WarmUpConfiguration');
  });

  it.each<[string, readonly string[]]>([
    ['Rollcall-check-c0', [PAGES]],
    ['Rollcall-check-c1', [PAGES]],
    ['Rollcall-silence-5m-0', [PAGES, ALERTS]],
    ['Rollcall-checker-faults-5m-0', [PAGES, ALERTS]],
    ['Rollcall-workflow-failed', [PAGES, ALERTS]],
    ['Rollcall-workflow-timed-out', [PAGES, ALERTS]],
    ['Rollcall-workflow-throttled', [PAGES, ALERTS]],
    ['Rollcall-functions-throttled-1', [PAGES, ALERTS]],
    ['Rollcall-functions-throttled-2', [PAGES, ALERTS]],
    ['Rollcall-schedules-dropped', [PAGES, ALERTS]],
    ['Rollcall-dead-letters', [ALERTS]],
  ])('%s acts on %j, when it goes off and when it is over', (name, topics) => {
    const { AlarmActions = [], OKActions = [] } = alarms.get(name) ?? {};
    expect(AlarmActions.map(referred)).toEqual(topics);
    expect(OKActions.map(referred)).toEqual(topics);
  });

  it.each<[string, string, string, string]>([
    ['Rollcall-workflow-failed', 'AWS/States ExecutionsFailed', 'StateMachineArn', 'HealthChecksWorkflowStateMachine'],
    [
      'Rollcall-workflow-timed-out',
      'AWS/States ExecutionsTimedOut',
      'StateMachineArn',
      'HealthChecksWorkflowStateMachine',
    ],
    [
      'Rollcall-workflow-throttled',
      'AWS/States ExecutionThrottled',
      'StateMachineArn',
      'HealthChecksWorkflowStateMachine',
    ],
    [
      'Rollcall-schedules-dropped',
      'AWS/Scheduler InvocationDroppedCount',
      'ScheduleGroup',
      'HealthChecksSchedulesGroup',
    ],
    [
      'Rollcall-dead-letters',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
      'QueueName',
      'HealthChecksSchedulesDeadLetters.QueueName',
    ],
  ])('%s watches %s of the stack’s own', (name, metric, dimension, value) => {
    const { Namespace, MetricName, Dimensions } = alarms.get(name) ?? {};
    expect(`${Namespace} ${MetricName}`).toBe(metric);
    expect(Dimensions).toEqual([{ Name: dimension, Value: expect.anything() }]);
    expect(referred(Dimensions[0].Value)).toBe(value);
  });

  it('of throttled functions knows every one', () => {
    // An expression takes ten metrics at most; where only one is left there is none.
    const parts = [...alarms].filter(([name]) => name.startsWith('Rollcall-functions-throttled-'));
    const metrics: Properties[] = parts.flatMap(([, alarm]) => {
      return alarm['Metrics']?.slice(0, -1).map((one: Properties) => one['MetricStat'].Metric) ?? [alarm];
    });
    expect(metrics.map((one) => referred(one['Dimensions'][0].Value))).toEqual(
      ['PrepareChecks', ...KIND_NAMES.map(stateOf), 'TrackIncidents', 'PublishMetrics'].map(
        (state) => `HealthChecks${state}Function`,
      ),
    );
  });

  it('is not there when nobody wants any, nor is a topic for pages', () => {
    const template = Template.fromStack(stackOf(entries(1), { deploy: { alarms: false } }));
    expect(alarmsOf(template).size).toBe(0);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    expect(template.findOutputs('PageTopicArn')).toEqual({});
  });

  it('has a name that says which of two in one stack it is of', () => {
    const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Theirs');
    const checks = checkList({ checks: [{ name: 'a/b', tcp: { host: 'h', port: 1 } }] });
    for (const id of ['One', 'Two']) new HealthChecks(stack, id, { checks, recipeFunctionName: false });
    const names = [...alarmsOf(Template.fromStack(stack)).keys()];
    expect(names).toContain('Theirs-One-check-a/b');
    expect(names).toContain('Theirs-Two-check-a/b');
  });

  it('pages a topic that is there, once where alerts go there too', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:there';
    const theirs = alarmsFor(entries(1), { deploy: { topicArn, alarms: { topicArn } } });
    expect(theirs.get('Rollcall-workflow-failed')?.['AlarmActions']).toEqual([topicArn]);
    expect(theirs.get('Rollcall-check-c0')?.['AlarmActions']).toEqual([topicArn]);
  });

  it('pages who is subscribed, by a topic whose key alarms may use', () => {
    const deploy = { kmsKey: true, alarms: { subscriptions: [{ email: 'oncall@example.com' }] } };
    const template = Template.fromStack(stackOf(entries(1), { deploy }));
    const [subscription] = resourcesOf(template, 'AWS::SNS::Subscription').values();
    expect(subscription).toMatchObject({
      Protocol: 'email',
      Endpoint: 'oncall@example.com',
      // an alarm that is new says that it is OK, from INSUFFICIENT_DATA: that is no page
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { $or: [{ NewStateValue: ['ALARM'] }, { OldStateValue: ['ALARM'] }] },
    });
    expect(referred(subscription?.['TopicArn'])).toBe(PAGES);
    const topic = resourcesOf(template, 'AWS::SNS::Topic').get(PAGES);
    expect(JSON.stringify(topic?.['KmsMasterKeyId'])).toContain('HealthChecksKey');
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          }),
        ]),
      },
    });
  });

  it('of a composite is made after its children', () => {
    const template = Template.fromStack(stackOf(entries(31), { deploy: { alarms: { pageBy: 'severity' } } }));
    const [composite] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
    expect(composite?.['Properties'].AlarmRule).toMatch(
      /^ALARM\("Rollcall-check-c0"\) OR .* OR ALARM\("Rollcall-check-c30"\)$/,
    );
    expect(composite?.['DependsOn']).toHaveLength(31);
    expect(composite?.['Properties'].AlarmActions.map(referred)).toEqual([PAGES]);
  });

  it('of failed executions is the one that a rollout goes back on', () => {
    const deploy = { rollout: { type: 'canary', percentage: 10, minutes: 5 } };
    for (const settings of [deploy, { ...deploy, alarms: false }]) {
      const template = Template.fromStack(stackOf(entries(1), { deploy: settings }));
      const [alias] = Object.values(template.findResources('AWS::StepFunctions::StateMachineAlias'));
      expect(alias?.['Properties'].DeploymentPreference.Alarms).toEqual(['Rollcall-workflow-failed']);
      expect(alias?.['DependsOn']).toEqual([expect.stringContaining('workflowfailed')]);
      expect(
        [...alarmsOf(template).values()].filter(({ MetricName }) => MetricName === 'ExecutionsFailed'),
      ).toHaveLength(1);
    }
  });
});

describe('the home Region', SLOW, () => {
  it('has the quorum, and the silence of the others', () => {
    const alarms = alarmsFor(entries(1), HOME);
    expect(alarms.get('Rollcall-quorum-c0')).toMatchObject({
      Metrics: [{}, {}, {}, { Expression: 'm1 + m2 + m3' }],
      Threshold: 2,
      TreatMissingData: 'ignore',
    });
    expect([...alarms.keys()].filter((name) => name.startsWith('Rollcall-silence-'))).toEqual([
      'Rollcall-silence-5m-0',
      'Rollcall-silence-eu-west-1',
      'Rollcall-silence-ap-northeast-1',
    ]);
  });

  it('watches alone: no other has an alarm of a check', () => {
    const alarms = alarmsFor(entries(1), { env: { region: 'eu-west-1' }, deploy: REGIONS });
    expect([...alarms.keys()].filter((name) => /check-|quorum|group/.test(name))).toEqual([]);
    expect(alarms.has('Rollcall-silence-5m-0')).toBe(true);
  });

  it('is missed where a stack does not know its Region', () => {
    expect(warningsOf(stackOf(entries(1), { deploy: REGIONS }))[0]).toMatch(
      /^home is set, and the stack does not say its own Region/,
    );
  });
});

describe('alarms and the template', SLOW, () => {
  it.each([
    ['400 checks have an alarm each', 400, {}, 'check'],
    ['4,000 have not', 4_000, {}, 'group'],
    ['300 are counted by three Regions', 300, HOME, 'check'],
    ['400 are not', 400, HOME, 'group'],
  ] as const)('%s', (_name, count, settings, per) => {
    const stack = stackOf(entries(count), settings);
    expect(stack.healthChecks.monitoring.plan).toMatchObject({ per, fits: true });
    const warnings = warningsOf(stack);
    const wanted = `an alarm for each of ${count} checks does not fit into one CloudFormation template (500 resources, 1 MB): one for each shard watches them instead`;
    expect(warnings.filter((text) => text.startsWith(wanted))).toHaveLength(per === 'group' ? 1 : 0);
    const others = warnings.filter((text) => !/ shards due together call /.test(text));
    expect(others.length).toBe(per === 'group' ? 1 : 0);
  });

  it('an alarm a check is a fault where it was asked for and does not fit', () => {
    const stack = stackOf(entries(600), { deploy: { alarms: { per: 'check' } } });
    expect(() => Template.fromStack(stack)).toThrow(
      'deploy.alarms.per is check, and an alarm for each of 600 checks does not fit into one CloudFormation template; leave it out, or write group',
    );
  });

  it('other resources of the same stack take room', () => {
    const checks = checkList({ checks: entries(400) as never });
    const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Theirs');
    for (let i = 0; i < 60; i++) new sns.Topic(stack, `Theirs${i}`);
    const made = new HealthChecks(stack, 'Rollcall', { checks });
    expect(made.monitoring.plan.per).toBe('group');
    expect(Object.keys(Template.fromStack(stack).toJSON()['Resources']).length).toBeLessThanOrEqual(500);
  });

  it('an alarm takes no more bytes than are kept for it', () => {
    const long = Array.from({ length: 120 }, (_, index) => ({
      name: `${'n'.repeat(95)}${index}`,
      http: { url: 'https://h/' },
      metrics: ['certificateDays'],
    }));
    for (const [checks, settings] of [
      [entries(31), { deploy: { alarms: { pageBy: 'severity' } } }],
      [entries(31), { deploy: { alarms: { per: 'group' } } }],
      [long, {}],
      [entries(3), {}],
      [entries(31), HOME],
    ] as const) {
      const app = new App({ context: { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true } });
      const stack = stackOf(checks, { ...settings, app });
      const resources = Object.values(Template.fromStack(stack).toJSON()['Resources']) as Properties[];
      const alarms = resources.filter(({ Type }) => /^AWS::CloudWatch::(?:Composite)?Alarm$/.test(Type));
      const byName = new Map(
        alarms.map((one) => [
          one['Properties'].AlarmName,
          JSON.stringify({ '': { [one['Properties'].AlarmName]: one } }, null, 1).length,
        ]),
      );
      for (const alarm of stack.healthChecks.monitoring.plan.alarms) {
        expect(byName.get(alarm.name), alarm.name).toBeLessThanOrEqual(bytesOf(alarm));
      }
    }
  });

  it('the bill counts the alarms that are made', () => {
    for (const deploy of [{}, { alarms: { pageBy: 'tag' as const } }, { workflow: 'express' as const }]) {
      const stack = stackOf(entries(60), { deploy });
      const { checks } = checkList({ checks: entries(60) as never });
      const { metricAlarms, compositeAlarms } = workloadOf(checks, deploy, null, KIND_NAMES);
      expect({ metricAlarms, compositeAlarms }).toEqual(countsOf(stack.healthChecks.monitoring.plan));
      Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::CompositeAlarm', compositeAlarms);
    }
  });

  it.each([
    [{ every: '8d' }, 'shard 8d-0: no alarm tells when its runs do not come'],
    [{ cron: '0 9 * * 1-5' }, 'shard cron-0_9_x_x_1-5-UTC-0: no alarm tells when its runs do not come'],
    [{ cron: '0 9 * * *' }, null],
  ])('a shard whose silence nothing can tell is told of: %j', (schedule, wanted) => {
    const told = warningsOf(stackOf(entries(1, schedule)));
    expect(told).toEqual(wanted === null ? [] : [expect.stringContaining(wanted)]);
  });
});

describe('the runbook', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8');

  it.each(
    Object.entries(ALARM_KINDS),
  )('has a heading for %s that says what it means, how to look and what to do', (_kind, { heading }) => {
    const [section, ...others] = runbook.split(/^(?=## )/m).filter((part) => part.startsWith(`## ${heading}\n`));
    expect(others).toEqual([]);
    for (const part of ['**Means.**', '**Look.**', '**Do.**']) expect(section).toContain(part);
    expect(anchorOf(heading)).toMatch(/^[a-z0-9-]+$/);
  });
});
