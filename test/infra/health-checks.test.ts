import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '#kinds/settings.ts';
import { checkList, HealthChecks, type HealthChecksProps } from '../../index.ts';
import { resourcesOf } from './synthesized.ts';

const NOT_BUNDLED = { 'aws:cdk:bundling-stacks': [] };

function theirStack(env?: { account: string; region: string }): Stack {
  return new Stack(new App({ context: NOT_BUNDLED }), 'Theirs', env && { env });
}

const ORDERS = checkList({
  deploy: { concurrency: 3, workflow: 'express' },
  checks: [{ name: 'orders', http: { url: 'https://example.com/' }, every: '1m' }],
});
const DATABASES = checkList({
  defaults: { every: '1h' },
  checks: [{ name: 'db', tcp: { host: `\${ssm:/db/host}`, port: 5432 } }],
});

// A template takes a tenth of a second, on a busy machine far more.
describe('HealthChecks', { timeout: 60_000 }, () => {
  it('stands in another app, with a list written in TypeScript', () => {
    const stack = theirStack();
    const made = new HealthChecks(stack, 'Rollcall', { checks: ORDERS, concurrency: 5, recipeFunctionName: false });
    expect(made.settings).toMatchObject({ concurrency: 5, workflow: 'express', metricNamespace: 'Rollcall' });
    expect(made.shards.map(({ id }) => id)).toEqual(['1m-0']);
    Template.fromStack(stack).resourceCountIs('AWS::Scheduler::Schedule', 1);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', KIND_NAMES.length + 3);
  });

  it('does not make another app check its templates with cdk-nag', () => {
    const stack = theirStack();
    new HealthChecks(stack, 'Rollcall', { checks: ORDERS });
    new s3.CfnBucket(stack, 'TheirBucket'); // which AwsSolutions would have words about
    expect(() => App.of(stack)?.synth()).not.toThrow();
  });

  it('stands twice in a stack, each with its own list, schedules, workflow and tags', () => {
    const stack = theirStack();
    new HealthChecks(stack, 'Shop', { checks: ORDERS, tags: { team: 'shop' }, removalPolicy: 'retain' });
    new HealthChecks(stack, 'Data', { checks: DATABASES, tags: { team: 'data' }, recipeFunctionName: false });
    const template = Template.fromStack(stack);
    const schedules = [...resourcesOf(template, 'AWS::Scheduler::Schedule').values()];
    expect(schedules.map(({ Name, GroupName, Target }) => [Name, GroupName.Ref, Target.Arn.Ref])).toEqual([
      ['1m-0', expect.stringMatching(/^Shop/), expect.stringMatching(/^Shop/)],
      ['1h-0', expect.stringMatching(/^Data/), expect.stringMatching(/^Data/)],
    ]);
    const machines = Object.entries(template.findResources('AWS::StepFunctions::StateMachine'));
    expect(
      machines.map(([id, { Properties }]) => [id.slice(0, 4), Properties.StateMachineType, Properties.Tags]),
    ).toEqual([
      ['Shop', 'EXPRESS', [{ Key: 'team', Value: 'shop' }]],
      ['Data', 'EXPRESS', [{ Key: 'team', Value: 'data' }]], // which the next one calls
      ['Data', 'STANDARD', [{ Key: 'team', Value: 'data' }]],
    ]);
    const kept = Object.entries(template.findResources('AWS::Logs::LogGroup')).map(
      ([id, { DeletionPolicy }]) => `${id.slice(0, 4)} ${DeletionPolicy}`,
    );
    expect(new Set(kept)).toEqual(new Set(['Shop Retain', 'Data Delete']));
    const names = [...resourcesOf(template, 'AWS::Logs::LogGroup').values()].flatMap(
      ({ LogGroupName }) => LogGroupName ?? [],
    );
    expect(new Set(names).size).toBe(3);
  });

  it('refuses two recipe functions of one name in a stack, and says what to do', () => {
    const stack = theirStack();
    for (const [id, checks] of Object.entries({ Shop: ORDERS, Data: DATABASES }))
      new HealthChecks(stack, id, { checks, recipeFunctionName: 'HealthCheckByCurl' });
    expect(() => App.of(stack)?.synth()).toThrow(
      "Theirs/Data has a function HealthCheckByCurl too, and names are an account's; leave recipeFunctionName out for one of them",
    );
  });

  it('knows its place in a stack of a named account and Region', () => {
    const stack = theirStack({ account: '123456789012', region: 'eu-west-1' });
    new HealthChecks(stack, 'Rollcall', { checks: DATABASES, kmsKey: true });
    const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(text).toContain(':ssm:eu-west-1:123456789012:parameter/db/host');
    expect(text).toContain('"kms:ViaService":{"Fn::Join":["",["dynamodb.eu-west-1.",{"Ref":"AWS::URLSuffix"}]]}');
    expect(text).not.toContain('AWS::Region');
    const [line] = Annotations.fromStack(stack).findInfo('*', Match.anyValue());
    expect(line?.entry.data).toContain(' a month in eu-west-1 (');
  });

  it.each<[Partial<HealthChecksProps>, object]>([
    [
      { workflow: undefined, concurrency: undefined },
      { workflow: 'express', concurrency: 3 },
    ],
    [{ workflow: 'standard' }, { workflow: 'standard', concurrency: 3 }],
    [
      { retentionDays: 7, logData: true },
      { logs: expect.objectContaining({ retention: 7 }), logData: true },
    ],
  ])('takes %j before what its list says', (given, settings) => {
    const made = new HealthChecks(theirStack(), 'Rollcall', { checks: ORDERS, ...given });
    expect(made.settings).toMatchObject(settings);
  });

  it('is told every fault of its properties at once, in the words of checks.yaml', () => {
    const wrong = {
      concurrency: 99,
      tags: { 'aws:x': 'y' },
      vpc: { subnets: [], securityGroups: ['sg-12345678'] },
      retentionDay: 1,
    };
    expect(() => new HealthChecks(theirStack(), 'Rollcall', { checks: ORDERS, ...wrong })).toThrow(
      new Error(
        [
          'concurrency is 99; write a whole number from 1 to 40',
          'vpc.subnets is an empty list; write a list of subnets',
          'tags["aws:x"] is no key of a tag; write letters, digits, spaces and _.:/=+-@, not aws:…',
          'retentionDay is not a setting; did you mean retentionDays?',
        ].join('\n'),
      ),
    );
  });

  it('takes what other constructs of the stack are called once they are deployed', () => {
    const stack = theirStack();
    const topic = new sns.Topic(stack, 'Topic');
    const vpc = {
      subnets: [new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-12345678' }).ref],
      securityGroups: ['sg-12345678'],
    };
    new HealthChecks(stack, 'Rollcall', { checks: ORDERS, topicArn: topic.topicArn, vpc });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }] },
    });
  });

  it('is told every fault of such a list', () => {
    expect(() => checkList({ checks: [{ name: 'a', tcp: { host: 'h', port: 0 }, every: '1s' }] })).toThrow(
      /^checks\[0\]\.tcp\.port is 0; .*\nchecks\[0\]\.every is "1s"; .*$/,
    );
  });
});
