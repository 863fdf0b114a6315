import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { permissionsOf, resourcePoliciesOf, trustsOf } from './policies.ts';
import { entries, resourcesOf, stackOf, synthesized } from './synthesized.ts';

const templateOf = (deploy: object, checks: readonly object[] = entries(1)) =>
  Template.fromStack(stackOf(checks, { deploy }));
const plain = templateOf({ concurrency: 39 });

type Table = Record<string, readonly string[]>;

/** Rows and lines that one table has and the other has not. */
function beyond(table: Table, other: Table): Table {
  const rows = Object.entries(table).map(([id, lines]): [string, readonly string[]] => [
    id,
    lines.filter((line) => !other[id]?.includes(line)),
  ]);
  return Object.fromEntries(rows.filter(([id, lines]) => lines.length > 0 || other[id] === undefined));
}

/** What a setting adds to the permissions, and what it takes away. */
function changeOf(template: Template): { more: Table; less: Table } {
  const [before, after] = [permissionsOf(plain), permissionsOf(template)];
  return { more: beyond(after, before), less: beyond(before, after) };
}

const KEY = 'arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const via = (service: string) => ` if {"StringEquals":{"kms:ViaService":"${service}.<AWS::Region>.<AWS::URLSuffix>"}}`;
const LOGS = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>';
const executionsUnder = (key: string, machine: string): readonly string[] => [
  `kms:Decrypt kms:GenerateDataKey on ${key} if {"StringLike":{"kms:EncryptionContext:aws:states:stateMachineArn":` +
    `"arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:${machine}*"}}`,
  `kms:GenerateDataKey on ${key} if {"StringEquals":{"kms:EncryptionContext:SourceArn":"${LOGS}:*"}}`,
];
const useOf = (key: string): Table => ({
  HealthChecksSchedulesRole: ['sqs', 'states'].map(
    (service) => `kms:Decrypt kms:GenerateDataKey on ${key}${via(service)}`,
  ),
  HealthChecksTrackIncidentsRole: [
    'kms:DescribeKey kms:Encrypt kms:Decrypt kms:ReEncryptFrom kms:ReEncryptTo kms:GenerateDataKey ' +
      `kms:GenerateDataKeyWithoutPlaintext on ${key}${via('dynamodb')}`,
  ],
  HealthChecksWorkflowStateMachineRole: [
    `kms:Decrypt kms:GenerateDataKey on ${key}${via('sns')}`,
    `kms:Decrypt kms:GenerateDataKey on ${key}${via('states')}`,
    ...executionsUnder(key, 'HealthChecksWorkflowStateMachine6719227B'),
  ],
  HealthChecksWorkflowNestedStateMachineRole: executionsUnder(key, 'HealthChecksWorkflowNestedStateMachine76'),
});

/** What only a nested workflow has. */
const NESTED: Table = {
  HealthChecksWorkflowNestedStateMachineRole: permissionsOf(plain)['HealthChecksWorkflowNestedStateMachineRole'] ?? [],
  HealthChecksWorkflowStateMachineRole: ['states:StartSyncExecution on HealthChecksWorkflowNestedStateMachine'],
};
const INTERFACES =
  'ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface ' +
  'ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses on *';
const CONNECTS = [`Deny ${INTERFACES} if {"Null":{"lambda:SourceFunctionArn":"false"}}`, INTERFACES];
const BUS = 'arn:aws:events:us-west-2:123456789012:event-bus/ops';
const events = (bus: string) =>
  `events:PutEvents on ${bus} if {"StringEquals":{"events:source":"rollcall","events:detail-type":"Rollcall Incident"}}`;
const metricsInto = (namespace: string) =>
  `cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"${namespace}"}}`;

describe('permissions', { timeout: 60_000 }, () => {
  it.each<[object, Table, Table]>([
    [{ workflow: 'express', logData: true }, {}, NESTED],
    [{ workflow: 'standard' }, {}, NESTED],
    [{ logData: true }, {}, {}],
    [{ reservedConcurrency: 80, retentionDays: 'forever', removalPolicy: 'retain', tags: { team: 'x' } }, {}, {}],
    [{ alarms: false, dashboard: false }, {}, {}],
    [{ kmsKey: true }, useOf('HealthChecksKey.Arn'), {}],
    [{ kmsKey: KEY }, useOf(KEY), {}],
    [
      { vpc: { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] } },
      // The checker of heartbeats asks no target.
      Object.fromEntries(
        KIND_NAMES.filter((kind) => kind !== 'heartbeat').map((kind) => [`HealthChecks${stateOf(kind)}Role`, CONNECTS]),
      ),
      {},
    ],
    [
      { events: true },
      {
        HealthChecksTrackIncidentsRole: [
          events('arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default'),
        ],
      },
      {},
    ],
    [{ events: BUS }, { HealthChecksTrackIncidentsRole: [events(BUS)] }, {}],
    [{ events: false }, {}, {}],
    [
      { metricNamespace: 'Team/Rollcall' },
      { HealthChecksPublishMetricsRole: [metricsInto('Team/Rollcall')] },
      { HealthChecksPublishMetricsRole: [metricsInto('Rollcall')] },
    ],
    [
      { topicArn: 'arn:aws:sns:us-west-2:123456789012:there' },
      { HealthChecksWorkflowStateMachineRole: ['sns:Publish on arn:aws:sns:us-west-2:123456789012:there'] },
      { HealthChecksWorkflowStateMachineRole: ['sns:Publish on HealthChecksAlertsTopic'] },
    ],
    [
      { rollout: { type: 'canary', percentage: 10, minutes: 5 } },
      {
        HealthChecksSchedulesRole: [
          'states:StartExecution on HealthChecksWorkflowStateMachine if {"StringEquals":{"states:StateMachineQualifier":"live"}}',
        ],
      },
      { HealthChecksSchedulesRole: ['states:StartExecution on HealthChecksWorkflowStateMachine'] },
    ],
    [
      { recipeFunctionName: 'HealthCheckByCurl' },
      { HealthChecksRecipeCodeRole: ['logs:CreateLogStream logs:PutLogEvents on HealthChecksRecipeCodeLogs.Arn'] },
      {},
    ],
  ])('change by %j in no other way', (deploy, more, less) => {
    expect(changeOf(templateOf(deploy))).toEqual({ more, less });
  });

  it('are those to read what the checks of a kind name, for their checker alone', () => {
    const here = '<AWS::Region>:<AWS::AccountId>';
    const parameter = (name: string) => `arn:<AWS::Partition>:ssm:${here}:parameter/${name}`;
    const decrypts = (service: string, context: string, value: string) =>
      `kms:Decrypt on arn:<AWS::Partition>:kms:${here}:key/* if {"StringEquals":{"kms:ViaService":` +
      `"${service}.<AWS::Region>.<AWS::URLSuffix>"},"StringLike":{"kms:EncryptionContext:${context}":${value}}}`;
    const secret = `arn:<AWS::Partition>:secretsmanager:${here}:secret:prod/orders-??????`;
    const checks = [
      {
        name: 'a',
        http: { url: 'https://h/', headers: { X: `\${ssm:/orders/key}`, Y: `\${secret:prod/orders#token}` } },
      },
      { name: 'b', tcp: { host: `\${ssm:/db/host}`, port: 5432 } },
    ];
    expect(changeOf(templateOf({}, checks))).toEqual({
      more: {
        HealthChecksCheckHttpRole: [
          decrypts('secretsmanager', 'SecretARN', `["arn:<AWS::Partition>:secretsmanager:${here}:secret:*"]`),
          decrypts('ssm', 'PARAMETER_ARN', `["${parameter('*')}"]`),
          `secretsmanager:GetSecretValue on ${secret}`,
          `ssm:GetParameter on ${parameter('orders/key')}`,
        ],
        HealthChecksCheckTcpRole: [
          decrypts('ssm', 'PARAMETER_ARN', `["${parameter('*')}"]`),
          `ssm:GetParameter on ${parameter('db/host')}`,
        ],
      },
      less: {},
    });
  });

  it('are those to publish to the topics that routes lead to, and to no others', () => {
    const there = 'arn:aws:sns:us-west-2:123456789012:there';
    const { list } = parseChecks(
      JSON.stringify({
        alerts: { topics: { pager: {}, there: { arn: there } }, routes: [{ topic: 'pager' }, { topic: 'there' }] },
        checks: entries(1),
      }),
    );
    if (list === null) throw new Error('the list has faults');
    expect(changeOf(synthesized(list))).toEqual({
      more: {
        HealthChecksWorkflowStateMachineRole: [
          'sns:Publish on HealthChecksRoutespagerTopic',
          `sns:Publish on ${there}`,
        ],
      },
      less: {},
    });
  });

  it('to write metrics are no others where a home Region is told too', () => {
    const deploy = { regions: ['us-west-2', 'eu-west-1'], home: 'us-west-2' };
    const template = Template.fromStack(stackOf(entries(1), { deploy, env: { region: 'eu-west-1' } }));
    const metrics = (of: Template) => permissionsOf(of)['HealthChecksPublishMetricsRole'];
    expect(metrics(template)).toEqual(metrics(plain));
  });

  it('are none for a chat channel, nor for another subscriber', () => {
    const template = templateOf({
      subscriptions: [
        { slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } },
        { teams: { tenant: ID, team: ID, channel: '19%3Aab%40thread.tacv2' } },
        { email: 'ops@example.com' },
        { sqs: 'arn:aws:sqs:us-west-2:123456789012:alerts' },
      ],
    });
    // What channels cannot show of the alerts goes to a topic of their own.
    const more = { HealthChecksWorkflowStateMachineRole: ['sns:Publish on HealthChecksChatTopic'] };
    expect(changeOf(template)).toEqual({ more, less: {} });
    const trusts = Object.values(beyond(trustsOf(template), trustsOf(plain)));
    expect(trusts).toEqual([['chatbot.amazonaws.com'], ['chatbot.amazonaws.com']]);
    for (const type of [
      'AWS::Chatbot::SlackChannelConfiguration',
      'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
    ]) {
      for (const channel of resourcesOf(template, type).values()) {
        expect(JSON.stringify(channel['GuardrailPolicies'])).toContain(':iam::aws:policy/AWSDenyAll');
      }
    }
  });

  it('let the topic call a subscribed function, and no other topic', () => {
    const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:pager';
    const [permission] = resourcesOf(
      templateOf({ subscriptions: [{ lambda: FUNCTION }] }),
      'AWS::Lambda::Permission',
    ).values();
    expect(permission).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: FUNCTION,
      Principal: 'sns.amazonaws.com',
      SourceArn: { Ref: expect.stringMatching(/^HealthChecksAlertsTopic/) },
    });
  });
});

const ID = '11111111-2222-3333-4444-555555555555';
const ALARMS =
  '{"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>"},"ArnLike":{"aws:SourceArn":' +
  '"arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*"}}';

describe('the policy', { timeout: 60_000 }, () => {
  it('of a key of its own lets alarms and logs of this account use it, beside the account itself', () => {
    expect(beyond(resourcePoliciesOf(templateOf({ kmsKey: true })), resourcePoliciesOf(plain))).toEqual({
      HealthChecksKey: [
        'arn:<AWS::Partition>:iam::<AWS::AccountId>:root: kms:* on *',
        `cloudwatch.amazonaws.com: kms:Decrypt kms:GenerateDataKey* on * if ${ALARMS}`,
        `delivery.logs.amazonaws.com: kms:Decrypt on * if {"StringEquals":{"kms:EncryptionContext:SourceArn":"${LOGS}:*"}}`,
        'logs.<AWS::Region>.<AWS::URLSuffix>: kms:Encrypt kms:Decrypt kms:ReEncryptFrom kms:ReEncryptTo kms:GenerateDataKey ' +
          `kms:DescribeKey on * if {"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"${LOGS}:log-group:*"}}`,
        'sns.amazonaws.com: kms:Decrypt kms:GenerateDataKey* on * if {"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>"}}',
      ],
    });
  });

  it('of a topic that is there already is its owner’s', () => {
    const topicArn = 'arn:aws:sns:us-west-2:123456789012:there';
    expect(Object.keys(resourcePoliciesOf(templateOf({ topicArn })))).not.toContain('HealthChecksAlertsTopic');
  });
});
