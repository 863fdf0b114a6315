import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import { type Properties, resourcesOf } from './synthesized.ts';

const CHECKS = [
  { name: 'orders', http: { url: 'https://h/' }, metrics: ['certificateDays'] },
  { name: 'users', severity: 'warning', tcp: { host: 'h', port: 1 } },
  { name: 'nightly', cron: '0 3 * * *', tcp: { host: 'h', port: 1 } },
];
const GUARD = [{ name: 'up', tcp: { host: 'h', port: 1 } }];
const SLOW = { timeout: 120_000 };

function stackOf(deploy: object) {
  const { list, faults } = parseChecks(JSON.stringify({ deploy, guard: GUARD, checks: CHECKS }));
  if (list === null) throw new Error(JSON.stringify(faults));
  const [stack] = regionalStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { checks: list });
  if (stack === undefined) throw new Error('no stack');
  return stack;
}

/** Names that a template gives by itself: CloudFormation puts the stack's into all others. */
function namesIn(template: Template): string[] {
  const resources = Object.values(template.toJSON()['Resources']) as { Type: string; Properties?: Properties }[];
  const given = [
    'AlarmName',
    'DashboardName',
    'FunctionName',
    'LogGroupName',
    'RoleName',
    'StateMachineName',
    'TableName',
    'TopicName',
    'QueueName',
    'ConfigurationName',
  ];
  return resources.flatMap(({ Type, Properties = {} }) =>
    Type === 'AWS::Lambda::Permission' || Type === 'AWS::Scheduler::Schedule'
      ? []
      : given.flatMap((key) => (Properties[key] === undefined ? [] : [`${Type} ${JSON.stringify(Properties[key])}`])),
  );
}

/** What its functions are told, each namespace once. */
const namespacesIn = (template: Template) => [
  ...new Set(
    [...resourcesOf(template, 'AWS::Lambda::Function').values()].flatMap(
      ({ Environment }) => Environment?.Variables.ROLLCALL_NAMESPACE ?? [],
    ),
  ),
];

const SLACK = [{ slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } }];

describe('a list with a name', SLOW, () => {
  const subscriptions = SLACK;
  const plain = stackOf({ subscriptions });
  const shop = stackOf({ name: 'shop', subscriptions });

  it('is a stack of its own', () => {
    expect([plain, shop].map(({ stackName, artifactId }) => [stackName, artifactId])).toEqual([
      ['Rollcall', 'Rollcall'],
      ['Rollcall-shop', 'Rollcall-shop'],
    ]);
    const regional = stackOf({ name: 'shop', regions: ['eu-west-1'] });
    expect([regional.stackName, regional.artifactId]).toEqual(['Rollcall-shop', 'Rollcall-shop-eu-west-1']);
  });

  it('shares no name with the list beside it', () => {
    const [one, other] = [plain, shop].map((stack) => namesIn(Template.fromStack(stack)));
    expect(one?.length).toBeGreaterThan(10);
    expect(one?.filter((name) => other?.includes(name))).toEqual([]);
  });

  it('has metrics of its own, for shards and checks of the same name', () => {
    expect(namespacesIn(Template.fromStack(plain))).toEqual(['Rollcall']);
    expect(namespacesIn(Template.fromStack(shop))).toEqual(['Rollcall/shop']);
    const watched = [...resourcesOf(Template.fromStack(shop), 'AWS::CloudWatch::Alarm').values()].map(
      ({ Namespace }) => Namespace,
    );
    expect(watched).toContain('Rollcall/shop');
    expect(watched).not.toContain('Rollcall');
    expect(namespacesIn(Template.fromStack(stackOf({ name: 'shop', metricNamespace: 'Mine' })))).toEqual(['Mine']);
  });

  it('is never called so that an alarm could be one of the list without a name', () => {
    for (const deploy of [
      {},
      { alarms: { per: 'group' } },
      { alarms: { pageBy: 'alarm' } },
      { workflow: 'express' },
      { regions: ['us-east-1', 'eu-west-1', 'eu-west-2'], home: 'us-east-1' },
    ]) {
      for (const { name } of stackOf(deploy).healthChecks.monitoring.plan.alarms) {
        const [, word = ''] = /^Rollcall-([^-\s]+)/.exec(name) ?? [];
        const { faults } = parseChecks(JSON.stringify({ deploy: { name: word }, checks: CHECKS }));
        expect(
          faults.map(({ path }) => path),
          name,
        ).toEqual(['deploy.name']);
      }
    }
  });
});

describe('a prefix', SLOW, () => {
  it('stands in front of every name', () => {
    const stack = stackOf({ namePrefix: 'acme-', name: 'shop' });
    expect(stack.stackName).toBe('acme-Rollcall-shop');
    const names = namesIn(Template.fromStack(stack)).filter((name) => !name.startsWith('AWS::Logs::LogGroup'));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(name).toMatch(/ (?:"|\{"Fn::Join":\["",\[")acme-Rollcall-shop/);
    const machines = (deploy: object) =>
      namesIn(Template.fromStack(stackOf({ namePrefix: 'acme-', name: 'shop', ...deploy })))
        .filter((name) => name.startsWith('AWS::StepFunctions::StateMachine '))
        .map((name) => name.split(' ')[1]);
    expect(machines({}).toSorted()).toEqual(['"acme-Rollcall-shop-standard"', '"acme-Rollcall-shop-standard-nested"']);
    expect(machines({ workflow: 'standard' })).toEqual(['"acme-Rollcall-shop-standard"']);
    expect(machines({ workflow: 'express' })).toEqual(['"acme-Rollcall-shop-express"']);
  });
});

describe('a permissions boundary', SLOW, () => {
  it('bounds every role', () => {
    const permissionsBoundary = 'arn:aws:iam::123456789012:policy/team/Bound';
    const template = Template.fromStack(
      stackOf({ permissionsBoundary, subscriptions: SLACK, recipeFunctionName: 'HealthCheckByCurl' }),
    );
    const roles = [...resourcesOf(template, 'AWS::IAM::Role').values()];
    expect(roles.length).toBeGreaterThan(7);
    for (const role of roles) expect(role['PermissionsBoundary']).toBe(permissionsBoundary);
  });
});

describe('a stack that keeps its logs', SLOW, () => {
  it('gives none of what it keeps a name that a stack after it would give again', () => {
    const template = Template.fromStack(stackOf({ removalPolicy: 'retain', kmsKey: true, namePrefix: 'acme-' }));
    const resources = Object.values(template.toJSON()['Resources']) as Properties[];
    const kept = resources.filter(
      ({ DeletionPolicy, Type }) => DeletionPolicy === 'Retain' && Type !== 'AWS::StepFunctions::StateMachineVersion',
    );
    expect(kept.map(({ Type }) => Type)).toContain('AWS::Logs::LogGroup');
    for (const { Properties: properties = {} } of kept) {
      for (const name of ['LogGroupName', 'TableName', 'AliasName'].flatMap((key) => properties[key] ?? [])) {
        expect(JSON.stringify(name)).toContain('{"Fn::Select":[2,{"Fn::Split":["/",{"Ref":"AWS::StackId"}]}]}');
      }
    }
  });
});
