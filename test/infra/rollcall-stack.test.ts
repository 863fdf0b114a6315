import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stateOf } from '#core/check/kind-names.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { type Properties, referred, resourcesOf, synthesized } from './synthesized.ts';

const template = synthesized();
const definition = readFileSync('statemachines/health-check.asl.json', 'utf8');
const STATES = ['PrepareChecks', ...KIND_NAMES.map(stateOf), 'TrackIncidents', 'PublishMetrics'];

const RECIPE_FUNCTION = 'HealthChecksRecipeCodeFunction';

describe('the state machine', () => {
  const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine');
  const machine = machines.get('HealthChecksWorkflowStateMachine') ?? {};
  const nested = machines.get('HealthChecksWorkflowNestedStateMachine') ?? {};
  const substitutedIn = ({ DefinitionSubstitutions }: Properties) =>
    Object.fromEntries(Object.entries(DefinitionSubstitutions).map(([name, arn]) => [name, referred(arn)]));
  const functionOf = (name: string) => [name, `HealthChecks${name.slice(0, -3)}Function.Arn`];

  it('resolves every placeholder of the definition, and no other, to the function of that state', () => {
    const placeholders = new Set(Array.from(definition.matchAll(/\$\{(\w+)\}/g), ([, name = '']) => name));
    const partition = { Partition: 'AWS::Partition' }; // of the integrations, which synth writes
    expect(substitutedIn(machine)).toEqual({
      ...partition,
      ...Object.fromEntries([...placeholders].map(functionOf)),
      RunNestedArn: 'HealthChecksWorkflowNestedStateMachine',
    });
    const called = ['PrepareChecksArn', ...KIND_NAMES.map((kind) => `${stateOf(kind)}Arn`)];
    expect(substitutedIn(nested)).toEqual({ ...partition, ...Object.fromEntries(called.map(functionOf)) });
  });

  it('is a standard workflow, which may call an express one', () => {
    expect([machine['StateMachineType'], nested['StateMachineType']]).toEqual(['STANDARD', 'EXPRESS']);
    expect([...machines.keys()]).toHaveLength(2);
  });

  it('is told to the operator, like the topics of alerts and pages', () => {
    template.hasOutput('StateMachineArn', { Value: Match.anyValue() });
    template.hasOutput('TopicArn', { Value: { Ref: Match.stringLikeRegexp('^HealthChecksAlertsTopic') } });
    template.hasOutput('PageTopicArn', { Value: { Ref: Match.stringLikeRegexp('^HealthChecksMonitoringPagesTopic') } });
  });
});

describe('the functions', () => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function');

  it('are one a kind of check, one for each other state that calls one', () => {
    const wanted = STATES.map((state) => `HealthChecks${state}Function`);
    expect([...functions.keys()].toSorted()).toEqual(wanted.toSorted());
  });

  it.each(STATES)('run %s on arm64 Node 24, with JSON logs in a log group of its own', (state) => {
    expect(functions.get(`HealthChecks${state}Function`)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Handler: 'index.handler',
      LoggingConfig: {
        LogFormat: 'JSON',
        SystemLogLevel: 'WARN',
        LogGroup: { Ref: expect.stringContaining(`${state}Logs`) },
      },
    });
  });

  it.each(STATES)('end %s before its state gives up, so that the execution shows the function’s own error', (state) => {
    const timeouts = tasksCalling(`\${${state}Arn}`).map((task) => task['TimeoutSeconds']);
    expect(timeouts.length).toBeGreaterThan(0);
    expect(functions.get(`HealthChecks${state}Function`)?.['Timeout']).toBeLessThan(Math.min(...timeouts));
  });

  it('keep their logs for a month, and take them along when the stack goes', () => {
    const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(groups).toHaveLength(STATES.length + 2); // and those of the workflow's two machines
    for (const group of groups) {
      expect(group).toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
    }
  });

  it('are told the topic, the namespace and the concurrency', () => {
    const environment = (state: string) => functions.get(`HealthChecks${state}Function`)?.['Environment']?.Variables;
    const topicArn = { Ref: expect.stringContaining('AlertsTopic') };
    expect(environment('PrepareChecks')).toEqual({
      ROLLCALL_TOPIC_ARN: topicArn,
      ROLLCALL_CONCURRENCY: '40',
      ROLLCALL_WORKFLOW: 'nested',
    });
    expect(environment('TrackIncidents')).toEqual({
      ROLLCALL_TOPIC_ARN: topicArn,
      ROLLCALL_INCIDENT_TABLE: { Ref: expect.stringContaining('IncidentsTable') },
      ROLLCALL_SETTLE_MS: '3900000',
      ROLLCALL_NAMESPACE: 'Rollcall',
    });
    expect(environment('PublishMetrics')).toEqual({ ROLLCALL_NAMESPACE: 'Rollcall', ROLLCALL_WORKFLOW: 'nested' });
    expect(environment('CheckHttp')).toEqual({ UV_THREADPOOL_SIZE: '16' });
  });
});

describe('the recipe’s function', () => {
  const functionsWith = (props: object) => resourcesOf(synthesized({ checks: [] }, props), 'AWS::Lambda::Function');

  it('has the name that the recipe’s caller invokes, and time for second tries', () => {
    const properties = functionsWith({ recipeFunctionName: 'HealthCheckByCurl' }).get(RECIPE_FUNCTION);
    expect(properties).toMatchObject({ FunctionName: 'HealthCheckByCurl', Timeout: 300 });
    expect(properties?.['Environment']).toEqual({ Variables: { UV_THREADPOOL_SIZE: '16' } });
  });

  it('is there only where it is asked for, under any name', () => {
    expect(functionsWith({}).has(RECIPE_FUNCTION)).toBe(false);
    expect(functionsWith({ recipeFunctionName: 'Mine' }).get(RECIPE_FUNCTION)?.['FunctionName']).toBe('Mine');
    expect(functionsWith({ recipeFunctionName: false }).has(RECIPE_FUNCTION)).toBe(false);
  });
});

/** Every Task of the definition, at any depth, that calls the function. */
function tasksCalling(arn: string): Properties[] {
  const tasks: Properties[] = [];
  JSON.parse(definition, (_key, value) => {
    if (value?.Type === 'Task' && value.Parameters?.FunctionName === arn) tasks.push(value);
    return value;
  });
  return tasks;
}
