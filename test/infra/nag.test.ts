import { App, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import type { RollcallStack } from '../../infra/rollcall-stack.ts';

const CHECK = { name: 'a', tcp: { host: 'h', port: 1 } };
const ID = '11111111-2222-3333-4444-555555555555';
const SUBSCRIPTIONS = [
  { email: 'ops@example.com' },
  { sms: '+819012345678' },
  { https: 'https://h.example/x' },
  { lambda: 'arn:aws:lambda:us-west-2:123456789012:function:pager' },
  { sqs: 'arn:aws:sqs:us-west-2:123456789012:alerts' },
  { slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } },
  { teams: { tenant: ID, team: ID, channel: '19%3Aab%40thread.tacv2' } },
];
const ROUTES = {
  topics: { pager: {}, there: { arn: 'arn:aws:sns:us-west-2:123456789012:there' } },
  routes: [
    { topic: 'pager', severity: 'critical' },
    { topic: 'there', tags: ['pay'] },
  ],
};
const SECRETS = [
  { name: 'a', http: { url: 'https://h/', headers: { X: `\${ssm:/orders/key}`, Y: `\${secret:prod/orders#token}` } } },
  { name: 'b', tags: ['pay'], tcp: { host: `\${ssm:/db/host}`, port: 5432 } },
];
const EVERYTHING = {
  kmsKey: true,
  subscriptions: SUBSCRIPTIONS,
  logData: true,
  reservedConcurrency: 80,
  rollout: { type: 'canary', percentage: 10, minutes: 5 },
  removalPolicy: 'retain',
  tags: { team: 'payments' },
};

const LISTS: readonly (readonly [string, object])[] = [
  ['the default', { checks: [CHECK] }],
  ['every setting, nested', { deploy: EVERYTHING, alerts: ROUTES, checks: SECRETS }],
  ['every setting, standard', { deploy: { ...EVERYTHING, workflow: 'standard' }, alerts: ROUTES, checks: SECRETS }],
  ['every setting, express', { deploy: { ...EVERYTHING, workflow: 'express' }, alerts: ROUTES, checks: SECRETS }],
  [
    'several Regions with a home',
    {
      deploy: { ...EVERYTHING, regions: ['us-west-2', 'eu-west-1'], home: 'us-west-2' },
      alerts: ROUTES,
      checks: SECRETS,
    },
  ],
  [
    'a VPC, a key and a topic of somebody’s',
    {
      deploy: {
        vpc: { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] },
        kmsKey: 'arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
        topicArn: 'arn:aws:sns:us-west-2:123456789012:there',
        recipeFunctionName: false,
      },
      checks: SECRETS,
    },
  ],
];

function stacksOf(authored: object, account?: string): readonly RollcallStack[] {
  const { list, faults } = parseChecks(JSON.stringify(authored));
  if (list === null) throw new Error(JSON.stringify(faults));
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return regionalStacks(app, { checks: list, ...(account && { env: { account, region: 'us-west-2' } }) });
}

const findingsIn = (scope: IConstruct) => new AwsSolutionsChecks().validateScope(scope).violations;

/** The findings that a construct of the tree acknowledges, each as `path id`. */
function acknowledgedIn(scope: IConstruct): string[] {
  const acknowledged = scope.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data).map((id) => `${construct.node.path} ${id.replace(/^\w+::/, '')}`)),
    );
  return acknowledged.toSorted();
}

describe('cdk-nag', { timeout: 60_000 }, () => {
  it.each(LISTS)('finds nothing that nobody acknowledged: %s', (_, authored) => {
    for (const stack of stacksOf(authored)) expect(findingsIn(stack)).toEqual([]);
  });

  it('finds nothing in a stack of a named account and Region', () => {
    for (const stack of stacksOf({ checks: SECRETS }, '123456789012')) expect(findingsIn(stack)).toEqual([]);
  });

  it('lets no finding pass that is not acknowledged', () => {
    const [stack] = stacksOf({ checks: [CHECK] });
    if (stack === undefined) throw new Error('there is no stack');
    new s3.CfnBucket(stack, 'Bucket');
    expect(() => App.of(stack)?.synth()).toThrow(/Validation failed|AwsSolutions-S1/);
  });

  it('is acknowledged where the finding is, and nowhere wider', () => {
    const acknowledged = (authored: object) => stacksOf(authored).flatMap(acknowledgedIn);
    expect(acknowledged({ checks: [CHECK] })).toEqual([
      'Rollcall/HealthChecks/Incidents/Table AwsSolutions-DDB3',
      'Rollcall/HealthChecks/PublishMetrics/Role AwsSolutions-IAM5[Resource::*]',
      'Rollcall/HealthChecks/Schedules/DeadLetters AwsSolutions-SQS3',
      'Rollcall/HealthChecks/Workflow/Nested/StateMachine AwsSolutions-SF1',
      'Rollcall/HealthChecks/Workflow/Nested/StateMachine/Role AwsSolutions-IAM5[Resource::*]',
      'Rollcall/HealthChecks/Workflow/StateMachine AwsSolutions-SF1',
      'Rollcall/HealthChecks/Workflow/StateMachine/Role AwsSolutions-IAM5[Resource::*]',
    ]);
    const anyKey = 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]';
    expect(new Set(acknowledged({ deploy: { workflow: 'express' }, checks: SECRETS }))).toEqual(
      new Set([
        `Rollcall/HealthChecks/CheckHttp/Role ${anyKey}`,
        `Rollcall/HealthChecks/CheckTcp/Role ${anyKey}`,
        'Rollcall/HealthChecks/Incidents/Table AwsSolutions-DDB3',
        'Rollcall/HealthChecks/PublishMetrics/Role AwsSolutions-IAM5[Resource::*]',
        'Rollcall/HealthChecks/Schedules/DeadLetters AwsSolutions-SQS3',
        'Rollcall/HealthChecks/Workflow/StateMachine/Role AwsSolutions-IAM5[Resource::*]',
      ]),
    );
  });
});
