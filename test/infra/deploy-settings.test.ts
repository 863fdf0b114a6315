import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import { entries, resourcesOf, stackOf, warningsOf } from './synthesized.ts';

const ARN = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function templateOf(deploy: object): Template {
  return Template.fromStack(stackOf(entries(1), { deploy }));
}

const machineOf = (template: Template, id = 'WorkflowStateMachine') =>
  resourcesOf(template, 'AWS::StepFunctions::StateMachine').get(`HealthChecks${id}`);

// A template takes a tenth of a second, on a busy machine far more.
const SLOW = { timeout: 60_000 };

describe('deploy', SLOW, () => {
  it.each<[object, string, object]>([
    [
      { workflow: 'express' },
      'AWS::StepFunctions::StateMachine',
      { StateMachineType: 'EXPRESS', LoggingConfiguration: { Level: 'ALL' } },
    ],
    [
      { workflow: 'express' },
      'AWS::Lambda::Function',
      { Environment: { Variables: { ROLLCALL_WORKFLOW: 'express', ROLLCALL_CONCURRENCY: '40' } } },
    ],
    [{ concurrency: 7 }, 'AWS::Lambda::Function', { Environment: { Variables: { ROLLCALL_CONCURRENCY: '7' } } }],
    [
      { metricNamespace: 'Team/Rollcall' },
      'AWS::Lambda::Function',
      { Environment: { Variables: { ROLLCALL_NAMESPACE: 'Team/Rollcall' } } },
    ],
    [{ topicArn: ARN }, 'AWS::Lambda::Function', { Environment: { Variables: { ROLLCALL_TOPIC_ARN: ARN } } }],
    [
      { subscriptions: [{ email: 'ops@example.com' }] },
      'AWS::SNS::Subscription',
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    ],
    [
      { workflow: 'express' },
      'AWS::Lambda::Function',
      { Environment: { Variables: { ROLLCALL_SETTLE_MS: '600000' } } },
    ],
    [{ subscriptions: [{ sms: '+819012345678' }] }, 'AWS::SNS::Subscription', { Protocol: 'sms' }],
    [
      { subscriptions: [{ sms: '+819012345678', severity: 'critical' }] },
      'AWS::SNS::Subscription',
      { Protocol: 'sms', Endpoint: '+819012345678', FilterPolicy: { severities: ['critical'] } },
    ],
    [
      { subscriptions: [{ email: 'team@example.com', severity: ['warning', 'info'] }] },
      'AWS::SNS::Subscription',
      { Protocol: 'email', FilterPolicy: { severities: ['warning', 'info'] } },
    ],
    [{ subscriptions: [{ https: 'https://h.example/x' }] }, 'AWS::SNS::Subscription', { Protocol: 'https' }],
    [
      { subscriptions: [{ lambda: 'arn:aws:lambda:eu-west-1:123456789012:function:pager' }] },
      'AWS::Lambda::Permission',
      { Principal: 'sns.amazonaws.com', FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:pager' },
    ],
    [
      { subscriptions: [{ sqs: 'arn:aws:sqs:eu-west-1:123456789012:alerts' }] },
      'AWS::SNS::Subscription',
      { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:alerts' },
    ],
    [
      { subscriptions: [{ slack: { workspace: 'T07EA123LEP', channel: 'C07EZ1ABC23' } }] },
      'AWS::Chatbot::SlackChannelConfiguration',
      {
        SlackWorkspaceId: 'T07EA123LEP',
        SlackChannelId: 'C07EZ1ABC23',
        SnsTopicArns: [Match.anyValue(), Match.anyValue()],
      },
    ],
    [{ retentionDays: 7 }, 'AWS::Logs::LogGroup', { RetentionInDays: 7 }],
    [{ kmsKey: KEY }, 'AWS::SNS::Topic', { KmsMasterKeyId: Match.stringLikeRegexp('1234abcd') }],
    [{ kmsKey: true }, 'AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() }],
    [
      { kmsKey: true },
      'AWS::KMS::Key',
      {
        EnableKeyRotation: true,
        KeyPolicy: {
          Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } })]),
        },
      },
    ],
    [
      { vpc: { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] } },
      'AWS::Lambda::Function',
      {
        Description: 'Performs one check and answers OK or NG',
        VpcConfig: { SubnetIds: ['subnet-12345678'], SecurityGroupIds: ['sg-12345678'] },
      },
    ],
    [{ reservedConcurrency: 80 }, 'AWS::Lambda::Function', { ReservedConcurrentExecutions: 80 }],
    [{ recipeFunctionName: 'Old' }, 'AWS::Lambda::Function', { FunctionName: 'Old' }],
    [
      { tags: { team: 'payments' } },
      'AWS::StepFunctions::StateMachine',
      { Tags: [{ Key: 'team', Value: 'payments' }] },
    ],
    [
      { rollout: { type: 'canary', percentage: 10, minutes: 5 } },
      'AWS::StepFunctions::StateMachineAlias',
      {
        Name: 'live',
        DeploymentPreference: { Type: 'CANARY', Percentage: 10, Interval: 5, Alarms: [Match.anyValue()] },
      },
    ],
    [
      { rollout: { type: 'linear', percentage: 20, minutes: 5 } },
      'AWS::Scheduler::Schedule',
      { Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Alias'), 'Arn'] } } },
    ],
  ])('%j takes effect in %s', (deploy, type, properties) => {
    templateOf(deploy).hasResourceProperties(type, properties);
    const plain = templateOf({ concurrency: 39 });
    expect(() => plain.hasResourceProperties(type, properties)).toThrow();
  });

  it.each([
    ['standard', 'WorkflowStateMachine', 'ERROR', 3_600],
    ['express', 'WorkflowStateMachine', 'ALL', 300],
    ['nested', 'WorkflowStateMachine', 'ERROR', 3_600],
    ['nested', 'WorkflowNestedStateMachine', 'ERROR', 55],
  ])('%s: %s logs level %s without data, traces, and ends after %d s', (workflow, id, level, seconds) => {
    const stack = stackOf(entries(1), { deploy: { workflow } });
    const machine = machineOf(Template.fromStack(stack), id);
    expect(machine?.['LoggingConfiguration']).toMatchObject({ Level: level, IncludeExecutionData: false });
    expect(machine?.['TracingConfiguration']).toEqual({ Enabled: true });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.objectLike({
        'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^/aws/vendedlogs/states/')])],
      }),
    });
    const { S3Key } = { S3Key: '', ...machine?.['DefinitionS3Location'] };
    const hash = /[0-9a-f]{64}/.exec(JSON.stringify(machine?.['DefinitionS3Location'] ?? S3Key))?.[0];
    const definition = JSON.parse(readFileSync(`${App.of(stack)?.outdir}/asset.${hash}.json`, 'utf8'));
    expect(definition.TimeoutSeconds).toBe(seconds);
  });

  it('logs data where that is asked for', () => {
    const machine = machineOf(templateOf({ logData: true }));
    expect(machine?.['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: true });
    const nested = machineOf(templateOf({ logData: true }), 'WorkflowNestedStateMachine');
    expect(nested?.['LoggingConfiguration']).toMatchObject({ Level: 'ALL', IncludeExecutionData: true });
  });

  it('goes over between standard and nested without a new workflow: what both have keeps its name and type', () => {
    const [standard, nested] = ['standard', 'nested'].map(
      (workflow) => Template.fromStack(stackOf(entries(40), { deploy: { workflow } })).toJSON()['Resources'],
    );
    const isVersion = (id: string) => /Version|Alias/.test(id);
    for (const [id, resource] of Object.entries<{ Type: string; Properties: object }>(standard)) {
      if (isVersion(id)) continue;
      expect(nested[id]?.Type).toBe(resource.Type);
      if (resource.Type !== 'AWS::StepFunctions::StateMachine') continue;
      for (const key of ['StateMachineType', 'StateMachineName']) {
        expect(nested[id].Properties[key]).toBe((resource.Properties as Record<string, unknown>)[key]);
      }
    }
    expect(Object.keys(nested).filter((id) => !(id in standard))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^HealthChecksWorkflowNested/)]),
    );
  });

  it('rolls a changed Express machine out with the one that calls it: each version calls its own', () => {
    const template = templateOf({ rollout: { type: 'canary', percentage: 10, minutes: 5 } });
    const { RunNestedArn } = machineOf(template)?.['DefinitionSubstitutions'] ?? {};
    expect(RunNestedArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/WorkflowNestedVersion/), 'Arn'] });
    for (const version of Object.values(template.findResources('AWS::StepFunctions::StateMachineVersion'))) {
      expect(version).toMatchObject({ DeletionPolicy: 'Retain' });
    }
  });

  it.each([
    ['one of its own', true],
    ['somebody’s', KEY],
  ])('puts everything that keeps something under a key: %s', (_whose, kmsKey) => {
    const template = templateOf({ kmsKey, recipeFunctionName: 'HealthCheckByCurl' });
    const under: readonly (readonly [type: string, property: string, count: number])[] = [
      ['AWS::Logs::LogGroup', 'KmsKeyId', KIND_NAMES.length + 6],
      ['AWS::Lambda::Function', 'KmsKeyArn', KIND_NAMES.length + 4],
      ['AWS::StepFunctions::StateMachine', 'EncryptionConfiguration', 2],
      ['AWS::DynamoDB::Table', 'SSESpecification', 1],
      ['AWS::SNS::Topic', 'KmsMasterKeyId', 2],
      ['AWS::SQS::Queue', 'KmsMasterKeyId', 1],
    ];
    for (const [type, property, count] of under) {
      const all = [...resourcesOf(template, type).values()];
      expect(all, type).toHaveLength(count);
      for (const one of all) expect(JSON.stringify(one[property]), type).toMatch(/HealthChecksKey|1234abcd/);
    }
    for (const property of ['KmsKeyId', 'KmsKeyArn', 'EncryptionConfiguration']) {
      expect(JSON.stringify(templateOf({}).toJSON())).not.toContain(property);
    }
  });

  it('keeps logs and keys of a stack that goes, where that is asked for', () => {
    const template = templateOf({ removalPolicy: 'retain', kmsKey: true });
    for (const type of ['AWS::Logs::LogGroup', 'AWS::KMS::Key']) {
      for (const resource of Object.values(template.findResources(type))) {
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain' });
      }
    }
  });

  it('lets a checker in a VPC have its interface, and its code no hand in it', () => {
    const template = templateOf({ vpc: { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] } });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('CheckHttpRole'),
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Action: Match.arrayWith(['ec2:CreateNetworkInterface']) }),
          Match.objectLike({ Effect: 'Deny', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } }),
        ]),
      },
    });
    const inVpc = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.VpcConfig,
    );
    // That of heartbeats asks no target.
    expect(inVpc).toHaveLength(KIND_NAMES.length - 1);
  });
});

describe('the definition', () => {
  const definition = readFileSync('statemachines/health-check.asl.json', 'utf8');

  it('has nothing that Express refuses', () => {
    expect(definition).not.toMatch(/\.sync"|\.sync:2"|waitForTaskToken|:activity:|"DISTRIBUTED"/);
  });
});

describe('a warning at synth', SLOW, () => {
  const warnings = (checks: readonly object[], deploy: object = {}) => warningsOf(stackOf(checks, { deploy }));

  it('is not given without need', () => {
    expect(warnings(entries(400, { every: '1m' }))).toEqual([]);
  });

  it('tells the sum of a run that its schedule overtakes', () => {
    const [text, ...others] = warnings(entries(50, { every: '1m', rechecks: 3, recheckAfter: '5s' }));
    expect(others).toEqual([]);
    expect(text).toMatch(/^a run of 1m-slow-0, 1m-slow-1 may take 75 s, and 60 s is when the next run is due: c0 /);
    expect(text).toContain('(1 + 3) × (10 s + 5 s) + 3 × 5 s = 75 s and 49 more');
  });

  it('tells what Express ends', () => {
    const slow = entries(1, { every: '1h', rechecks: 10, recheckAfter: '60s' });
    expect(warnings(slow, { workflow: 'standard' })).toEqual([]);
    expect(warnings(slow, { workflow: 'express' })[0]).toMatch(/may take 765 s, and 300 s is after which AWS ends/);
  });

  it('tells what a nested workflow runs inline, and why', () => {
    const checks = [...entries(1), { name: 'slow', tcp: { host: 'h', port: 1, timeout: '60s' }, rechecks: 0 }];
    const [text, ...others] = warnings(checks);
    expect(others).toEqual([]);
    expect(text).toMatch(
      /^5m-inline-0 may take longer than the 55 s .* runs inline, .*: slow takes up to 65 s\. Write/,
    );
    expect(warnings(checks, { workflow: 'standard' })).toEqual([]);
  });

  it('says where a nested workflow has smaller shards', () => {
    const told = (deploy: object) =>
      Annotations.fromStack(stackOf(entries(100), { deploy }))
        .findInfo('*', Match.stringLikeRegexp('shards instead of'))
        .map(({ entry }) => String(entry.data));
    expect(told({})).toEqual([
      expect.stringMatching(/^5m has 3 shards instead of 1, so that each ends within the 55 s/),
    ]);
    expect(told({ workflow: 'standard' })).toEqual([]);
  });

  it('tells of a reserve that throttles', () => {
    expect(warnings(entries(10), { reservedConcurrency: 10 })).toEqual([]);
    expect(warnings(entries(90), { reservedConcurrency: 10, workflow: 'standard' })).toEqual([
      expect.stringMatching(
        /^reservedConcurrency is 10, and a run calls 40 tcp checks at a time: .*Write 40, or a lower/,
      ),
    ]);
  });

  it('tells of more calls at a time than Lambda gives an account', () => {
    const slow = { every: '1m', rechecks: 3, recheckAfter: '5s' };
    expect(warnings(entries(1_001, slow)).filter((text) => text.includes('Lambda runs'))).toEqual([
      expect.stringMatching(/^26 shards due together call 1001 checks at a time, and Lambda runs 1000 invocations/),
    ]);
    expect(warnings(entries(1_000, slow)).filter((text) => text.includes('Lambda runs'))).toEqual([]);
  });
});

describe('regions', SLOW, () => {
  const listed = (deploy: object) => {
    const { list } = parseChecks(JSON.stringify({ deploy, checks: entries(1) }));
    if (list === null) throw new Error('the list has faults');
    return regionalStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { checks: list });
  };

  it('have a stack each', () => {
    const stacks = listed({ regions: ['us-west-2', 'ap-northeast-1'], home: 'us-west-2' });
    expect(stacks.map(({ artifactId, stackName, region }) => [artifactId, stackName, region])).toEqual([
      ['Rollcall-us-west-2', 'Rollcall', 'us-west-2'],
      ['Rollcall-ap-northeast-1', 'Rollcall', 'ap-northeast-1'],
    ]);
    for (const stack of stacks) {
      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { ROLLCALL_HOME_REGION: 'us-west-2' } },
      });
    }
  });

  it('are wherever it is deployed when nothing is said', () => {
    expect(listed({}).map(({ stackName }) => stackName)).toEqual(['Rollcall']);
  });
});
