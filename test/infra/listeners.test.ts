import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { checkList } from '#checks-file/written-in-code.ts';
import { HealthChecks } from '../../infra/health-checks.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import type { RollcallStack } from '../../infra/rollcall-stack.ts';
import { permissionsOf, resourcePoliciesOf } from './policies.ts';
import { entries, type Properties, referred, resourcesOf } from './synthesized.ts';

const SLOW = { timeout: 120_000 };
const slack = { slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } };
const other = { slack: { workspace: 'T07EA123LEP', channel: 'C0OTHER' } };
const email = { email: 'ops@example.com' };

function stacksOf(deploy: object, alerts?: object): readonly RollcallStack[] {
  const { list, faults } = parseChecks(JSON.stringify({ deploy, ...(alerts && { alerts }), checks: entries(1) }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return regionalStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { checks: list });
}

const templateOf = (deploy: object, alerts?: object) =>
  Template.fromStack(stacksOf(deploy, alerts)[0] as RollcallStack);
const channelsIn = (template: Template) => [
  ...resourcesOf(template, 'AWS::Chatbot::SlackChannelConfiguration').values(),
];
const topicsOf = (channel: Properties | undefined) => ((channel?.['SnsTopicArns'] ?? []) as unknown[]).map(referred);
const environmentOf = (template: Template, state: string): Properties =>
  resourcesOf(template, 'AWS::Lambda::Function').get(`HealthChecks${state}Function`)?.['Environment'].Variables;

describe('a chat channel', SLOW, () => {
  it('has a topic of its own, unasked, where it could not show what the default topic says', () => {
    const template = templateOf({ subscriptions: [slack, email] });
    const [channel, ...others] = channelsIn(template);
    expect(others).toEqual([]);
    expect(topicsOf(channel)).toEqual(['HealthChecksAlertsTopic', 'HealthChecksChatTopic']);
    for (const state of ['PrepareChecks', 'TrackIncidents']) {
      expect(referred(environmentOf(template, state)['ROLLCALL_CHAT_TOPIC_ARN'])).toBe('HealthChecksChatTopic');
    }
    expect(permissionsOf(template)['HealthChecksWorkflowStateMachineRole']).toContain(
      'sns:Publish on HealthChecksChatTopic',
    );
    expect(
      [...resourcesOf(template, 'AWS::SNS::Subscription').values()].map(({ TopicArn }) => referred(TopicArn)),
    ).toEqual(['HealthChecksAlertsTopic']);
  });

  it('needs none where the default topic speaks its format, or where it is only paged', () => {
    for (const template of [
      templateOf({ subscriptions: [slack] }, { topics: { default: { format: 'chat' } } }),
      templateOf({ alarms: { subscriptions: [slack] } }),
      templateOf({ subscriptions: [email] }),
    ]) {
      expect(resourcesOf(template, 'AWS::SNS::Topic').has('HealthChecksChatTopic')).toBe(false);
      expect(environmentOf(template, 'TrackIncidents')).not.toHaveProperty('ROLLCALL_CHAT_TOPIC_ARN');
    }
  });

  it('that is told and paged, or named twice, is one configuration with all of its topics', () => {
    const template = templateOf({ subscriptions: [slack, other, slack], alarms: { subscriptions: [slack] } });
    expect(channelsIn(template).map((one) => [one['SlackChannelId'], topicsOf(one)])).toEqual([
      ['C07EZ1ABC23', ['HealthChecksAlertsTopic', 'HealthChecksChatTopic', 'HealthChecksMonitoringPagesTopic']],
      ['C0OTHER', ['HealthChecksAlertsTopic', 'HealthChecksChatTopic']],
    ]);
    const names = channelsIn(template).map((one) => one['ConfigurationName']);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^Rollcall-[0-9a-f]{12}$/);
  });

  it('of several Regions is configured in one, with the topics of all by their names', () => {
    const deploy = {
      regions: ['eu-west-1', 'us-east-1'],
      home: 'us-east-1',
      subscriptions: [slack],
      alarms: { subscriptions: [slack] },
    };
    const [ireland, virginia] = stacksOf(deploy).map((stack) => Template.fromStack(stack));
    expect(channelsIn(ireland as Template)).toEqual([]);
    const [channel, ...others] = channelsIn(virginia as Template);
    expect(others).toEqual([]);
    const arns = JSON.stringify(channel?.['SnsTopicArns']);
    for (const topic of ['AlertsTopic', 'ChatTopic', 'PagesTopic']) {
      expect(arns).toContain(`:sns:eu-west-1:",{"Ref":"AWS::AccountId"},":Rollcall-${topic}"`);
      for (const template of [ireland, virginia]) {
        template?.hasResourceProperties('AWS::SNS::Topic', { TopicName: `Rollcall-${topic}` });
      }
    }
    expect(channel?.['SnsTopicArns']).toHaveLength(6);
  });

  it('is heard of by a list with another name too, under a name of its own', () => {
    const [one, shop] = [{}, { name: 'shop' }].map((named) => templateOf({ ...named, subscriptions: [slack] }));
    const nameIn = (template: Template | undefined) => channelsIn(template as Template)[0]?.['ConfigurationName'];
    expect(nameIn(one)).not.toBe(nameIn(shop));
  });

  it('leaves names of topics to CloudFormation in one Region', () => {
    for (const topic of resourcesOf(templateOf({ subscriptions: [slack] }), 'AWS::SNS::Topic').values()) {
      expect(topic).not.toHaveProperty('TopicName');
    }
  });
});

describe('what a subscriber does not take', SLOW, () => {
  const deploy = { subscriptions: [email, slack], alarms: { subscriptions: [{ sms: '+819012345678' }] } };
  const template = templateOf(deploy);

  it('is kept in a queue that only the topics may write to', () => {
    const subscriptions = [...resourcesOf(template, 'AWS::SNS::Subscription').values()];
    expect(subscriptions).toHaveLength(2);
    for (const { RedrivePolicy } of subscriptions) {
      expect(referred(RedrivePolicy.deadLetterTargetArn)).toBe('HealthChecksUndeliveredQueue.Arn');
    }
    expect(resourcePoliciesOf(template)['HealthChecksUndeliveredQueue']).toEqual([
      '*: Deny sqs:* on HealthChecksUndeliveredQueue.Arn if {"Bool":{"aws:SecureTransport":"false"}}',
      'sns.amazonaws.com: sqs:SendMessage on HealthChecksUndeliveredQueue.Arn if {"ArnEquals":{"aws:SourceArn":["HealthChecksAlertsTopic","HealthChecksMonitoringPagesTopic"]}}',
    ]);
    expect(resourcesOf(template, 'AWS::SQS::Queue').get('HealthChecksUndeliveredQueue')).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });

  it('may be left under the key', () => {
    const policies = resourcePoliciesOf(templateOf({ ...deploy, kmsKey: true }));
    expect(policies['HealthChecksKey']).toContain(
      'sns.amazonaws.com: kms:Decrypt kms:GenerateDataKey* on * if {"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>"}}',
    );
  });

  it('is told by the other topic', () => {
    const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()];
    const of = (name: string) => alarms.find(({ AlarmName }) => AlarmName === name);
    for (const [name, watched, told] of [
      ['Rollcall-undelivered-alerts', 'HealthChecksAlertsTopic', 'HealthChecksMonitoringPagesTopic'],
      ['Rollcall-undelivered-pages', 'HealthChecksMonitoringPagesTopic', 'HealthChecksAlertsTopic'],
    ] as const) {
      const alarm = of(name);
      expect(alarm).toMatchObject({
        Namespace: 'AWS/SNS',
        MetricName: 'NumberOfNotificationsFailed',
        Statistic: 'Sum',
        TreatMissingData: 'notBreaching',
      });
      expect(referred(alarm?.['Dimensions'][0].Value)).toBe(`${watched}.TopicName`);
      expect(alarm?.['AlarmActions'].map(referred)).toEqual([told]);
    }
  });

  it('is no queue where nobody is subscribed but channels', () => {
    expect(
      resourcesOf(templateOf({ subscriptions: [slack] }), 'AWS::SQS::Queue').has('HealthChecksUndeliveredQueue'),
    ).toBe(false);
  });

  it('has no alarm where one topic is for both: nobody else is there to be told', () => {
    const topicArn = 'arn:aws:sns:us-west-2:123456789012:there';
    const alarms = resourcesOf(templateOf({ topicArn, alarms: { topicArn } }), 'AWS::CloudWatch::Alarm');
    expect([...alarms.values()].filter(({ AlarmName }) => AlarmName.includes('undelivered'))).toEqual([]);
  });
});

describe('a topic that nobody hears', SLOW, () => {
  const saidIn = (stack: Stack) => {
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('nobody is subscribed'));
    const output = Template.fromStack(stack).findOutputs('Unheard')['Unheard'];
    return {
      said: warnings.map(({ entry }) => /topic of ([\w, -]+):/.exec(String(entry.data))?.[1]),
      output: output?.['Description'],
    };
  };

  it.each<[string, object, object | undefined, string | null]>([
    ['nobody at all', {}, undefined, 'alerts, pages'],
    ['pages alone', { subscriptions: [email] }, undefined, 'pages'],
    ['a channel hears', { subscriptions: [slack] }, undefined, 'pages'],
    ['all are heard', { subscriptions: [email], alarms: { subscriptions: [slack] } }, undefined, null],
    ['no pages', { subscriptions: [email], alarms: false }, undefined, null],
    [
      'topics of somebody',
      {
        topicArn: 'arn:aws:sns:us-west-2:123456789012:there',
        alarms: { topicArn: 'arn:aws:sns:us-west-2:123456789012:there' },
      },
      undefined,
      null,
    ],
    [
      'a routed topic',
      { subscriptions: [email], alarms: { subscriptions: [email] } },
      { topics: { pager: {} }, routes: [{ topic: 'pager' }] },
      'pager',
    ],
  ])('is told of at synth and in the outputs: %s', (_what, deploy, alerts, names) => {
    const [stack] = stacksOf(deploy, alerts);
    expect(saidIn(stack as RollcallStack)).toEqual(
      names === null
        ? { said: [], output: undefined }
        : { said: [names], output: `Topics that nobody is subscribed to by this stack: ${names}` },
    );
  });

  it.each(['its own stack', 'another stack'])('is none that the app itself subscribes somebody to, from %s', (from) => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Mine');
    const checks = checkList({ checks: [{ name: 'a', tcp: { host: 'example.com', port: 1 } }] });
    const { topic } = new HealthChecks(stack, 'HealthChecks', { checks });
    const scope = from === 'another stack' ? new Stack(app, 'Other') : stack;
    new sns.Subscription(scope, 'OnCall', { topic, protocol: sns.SubscriptionProtocol.EMAIL, endpoint: email.email });
    expect(saidIn(stack)).toEqual({
      said: ['pages'],
      output: 'Topics that nobody is subscribed to by this stack: pages',
    });
  });
});
