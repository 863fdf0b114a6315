import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stateOf } from '#core/check/kind-names.ts';
import {
  CHECKER_LAMBDA_TIMEOUT_S,
  CHECKER_TASK_TIMEOUT_S,
  LONGEST_THROTTLE_S,
  MAX_CHECK_TIMEOUT_MS,
  NESTED_LIMIT_S,
  THROTTLE_RETRY,
} from '#core/contract.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { readDefinition, type StateDefinition, statesOf } from '#local/engine/definition.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';

type State = StateDefinition & {
  readonly Retry?: unknown;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Choices?: unknown;
  readonly Default?: string;
};

const text = readFileSync(new URL('../../statemachines/health-check.asl.json', import.meta.url), 'utf8');
const states = statesOf(readDefinition()) as readonly (readonly [string, State])[];
const byName = new Map(states);
const tasks = states.filter(([, state]) => state.Type === 'Task');
/** RunNested tries nothing again: what it calls runs inline instead. */
const retried = tasks.filter(([name]) => name !== 'RunNested');
const checkers: readonly string[] = KIND_NAMES.map(stateOf);

const LAMBDA = {
  throttled: ['Lambda.TooManyRequestsException', 'Lambda.EC2ThrottledException'],
  faults: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
};
const SNS = {
  throttled: ['SNS.ThrottledException', 'SNS.KMSThrottlingException'],
  faults: ['SNS.InternalErrorException'],
};

describe('the definition', () => {
  it('is one that the embedded engine runs as AWS does, to the last field', () => {
    expect(() => readMachine(JSON.parse(text), RESOURCES)).not.toThrow();
    const lost = JSON.parse(text.replace('"Default": "Finish"', '"Default": "Nowhere"'));
    expect(() => readMachine(lost, RESOURCES)).toThrow('NothingLeft: goes on to Nowhere');
  });

  it('has placeholders as whole strings only, so that it is JSON before they are filled', () => {
    const all = text.match(/\$\{[^}]*\}/g) ?? [];
    expect(all.length).toBeGreaterThan(0);
    expect(text.match(/"\$\{\w+Arn\}"/g)).toHaveLength(all.length);
  });

  it('names no state twice, at whatever depth', () => {
    expect(byName.size).toBe(states.length);
  });

  it('has no Fail state, which would fail again on redrive', () => {
    expect(states.filter(([, { Type }]) => Type === 'Fail')).toEqual([]);
  });

  it('asks for each kind of check in ChooseChecker, as the registry has them, else it is a checker fault', () => {
    const { Choices, Default } = byName.get('ChooseChecker') ?? {};
    expect(Choices).toEqual(
      KIND_NAMES.map((kind) => ({ Variable: '$.check.kind', StringEquals: kind, Next: stateOf(kind) })),
    );
    expect(Default).toBe('CheckerFault');
  });
});

describe('a Task', () => {
  it.each(
    retried,
  )('%s has its time-out, and a Retry for service faults only, the longer one when throttled', (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    const { throttled, faults } = state.Resource?.endsWith('sns:publish') ? SNS : LAMBDA;
    expect(state.Retry).toEqual([
      { ErrorEquals: throttled, ...THROTTLE_RETRY, JitterStrategy: 'FULL' },
      { ErrorEquals: faults, IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2, JitterStrategy: 'FULL' },
    ]);
  });

  it('that is throttled waits no longer in all than is said', () => {
    const { MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds } = THROTTLE_RETRY;
    const waits = Array.from({ length: MaxAttempts }, (_, at) =>
      Math.min(IntervalSeconds * BackoffRate ** at, MaxDelaySeconds),
    );
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(LONGEST_THROTTLE_S);
  });

  it('catches everything, in just the states that must not fail the execution', () => {
    const caught = states.flatMap(([name, { Catch }]) =>
      Catch ? [[name, Catch.map(({ ErrorEquals, Next }) => `${ErrorEquals} -> ${Next}`)]] : [],
    );
    expect(Object.fromEntries(caught)).toEqual({
      RunNested: ['States.ALL -> PrepareChecks'],
      ...Object.fromEntries(
        checkers.map((name) => [name, [`${LAMBDA.throttled} -> CheckerThrottled`, 'States.ALL -> CheckerFault']]),
      ),
      TrackIncidents: ['States.ALL -> AlertUntracked'],
      PublishAlert: ['States.ALL -> AlertLeft'],
      PublishMetrics: ['States.ALL -> MetricsLeft'],
    });
  });

  it('RunNested outlives what it calls, and gives up where a client was seen to get no answer', () => {
    const { TimeoutSeconds = 0 } = byName.get('RunNested') ?? {};
    expect(NESTED_LIMIT_S).toBeLessThan(TimeoutSeconds);
    expect(TimeoutSeconds).toBeLessThanOrEqual(60);
  });

  it('RunNested passes on what PrepareChecks is invoked with, and keeps the raw answer', () => {
    const [called, first] = ['RunNested', 'PrepareChecks'].map((name) => byName.get(name));
    expect(called?.Parameters?.['Input']).toEqual(first?.Parameters?.['Payload']);
    expect(called).not.toHaveProperty('ResultSelector');
    expect(JSON.stringify(first)).not.toContain('"$"');
  });

  it.each(checkers)('%s outlives its Lambda, and that outlives the longest check', (name) => {
    expect(byName.get(name)?.TimeoutSeconds).toBe(CHECKER_TASK_TIMEOUT_S);
    expect(CHECKER_LAMBDA_TIMEOUT_S).toBeLessThan(CHECKER_TASK_TIMEOUT_S);
    expect(MAX_CHECK_TIMEOUT_MS).toBeLessThan(CHECKER_LAMBDA_TIMEOUT_S * 1000);
  });

  it('of one kind differs from that of another by its function only', () => {
    const [first, ...others] = checkers.map((name) => JSON.stringify(byName.get(name)).replaceAll(name, 'Checker'));
    for (const other of others) expect(other).toBe(first);
  });

  it.each([
    ['PublishAlertAgain', 'PublishAlert'],
    ['PublishMetricsAgain', 'PublishMetrics'],
  ])('%s does just what %s did', (again, before) => {
    const { Catch: _, ...same } = byName.get(before) ?? {};
    expect(byName.get(again)).toEqual({ ...same, Comment: undefined });
  });
});
