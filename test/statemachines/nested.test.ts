import { describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import { isCalled, type Shard } from '#core/run/shards.ts';
import { calledMachine } from '#core/workflow/machines.ts';
import { readDefinition } from '#local/engine/definition.ts';
import { execute } from '#local/engine/engine.ts';
import { ExecutionFailed } from '#local/engine/errors.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';
import type { LocalFunction } from '#local/engine/services.ts';

type Event = { readonly input: unknown; readonly executionId: string; readonly startTime: string };
type Roll = readonly { readonly name: string; readonly kind: string; readonly rechecks: number }[];
type Play = {
  /** Answers PrepareChecks: how often it was called before. */
  readonly prepare?: (event: Event, before: number) => unknown;
  readonly verdict?: (name: string) => object;
  /** In place of the definition of the machine that is called; null for none. */
  readonly called?: object | null;
};

const ID = 'arn:aws:states:us-east-1:123456789012:execution:rollcall:one';
const SCHEDULED = { shard: '5m-0', scheduledTime: '2026-11-26T10:00:00Z' };
const ROLL: Roll = ['a', 'b'].map((name) => ({ name, kind: 'http', rechecks: 0 }));
const NOTICE = { topicArn: 't', subject: 's', message: 'm', attributes: {} };

const prepared = ({ executionId: id, startTime: startedAt }: Event, roll: Roll = ROLL) => ({
  run: { id, startedAt, concurrency: 40 },
  roll,
  untracked: { recorded: false, notifications: [NOTICE] },
});
const okVerdict = (name: string) => ({ name, outcome: 'OK', recheck: false });

/** Runs the workflow with functions that answer at once; says how often it called the other machine. */
async function play(input: unknown, { prepare = (event) => prepared(event), verdict = okVerdict, called }: Play = {}) {
  let calls = 0;
  const events: Event[] = [];
  const functions: Record<string, LocalFunction> = {
    PrepareChecks: {
      invoke: (event: Event) => {
        events.push(event);
        return prepare(event, events.length - 1);
      },
    },
    CheckHttp: { invoke: ({ check }: { check: { name: string } }) => verdict(check.name) },
    TrackIncidents: {
      invoke: ({ run, verdicts }: { run: object; verdicts: object[] }) => ({
        run,
        verdicts,
        recorded: true,
        counts: {},
        notifications: [],
      }),
    },
    PublishMetrics: { invoke: () => ({}) },
  };
  const nested = () => {
    calls += 1;
    return readMachine(called ?? calledMachine(readDefinition()), RESOURCES);
  };
  const output = (await execute({
    id: ID,
    input,
    services: { functions, publish: () => {}, machines: called === null ? {} : { RunNested: nested } },
  }).catch((error: unknown) => error)) as { run: { id: string }; results: object[] };
  return { output, calls, events };
}

const resultsOf = ({ output }: Awaited<ReturnType<typeof play>>) => output.results;
const pass = (Result: unknown) => ({ StartAt: 'A', States: { A: { Type: 'Pass', Result, End: true } } });

describe('a scheduled run', () => {
  it('is called as an Express machine, and goes on with its verdicts', async () => {
    const { output, calls, events } = await play(SCHEDULED);
    expect(calls).toBe(1);
    expect(events).toEqual([{ input: SCHEDULED, executionId: ID, startTime: expect.any(String) }]);
    expect(output).toMatchObject({ run: { id: ID }, results: [okVerdict('a'), okVerdict('b')] });
  });

  it.each<[string, Play]>([
    ['there is no such machine', { called: null }],
    [
      'it fails',
      { prepare: (event, before) => (before === 0 ? Promise.reject(new TypeError('broken')) : prepared(event)) },
    ],
    ['what it runs answers no run', { prepare: (event, before) => (before === 0 ? {} : prepared(event)) }],
    [
      'it takes too long',
      {
        called: {
          ...pass({}),
          StartAt: 'W',
          TimeoutSeconds: 1,
          States: { W: { Type: 'Wait', Seconds: 60, End: true } },
        },
      },
    ],
    ['it answers text', { called: pass('text') }],
    ['it answers an empty object', { called: pass({}) }],
    ['it answers a list', { called: pass([1]) }],
    [
      'it answers for another execution',
      { called: pass({ ...prepared({ input: {}, executionId: 'other', startTime: 'x' }), roll: [okVerdict('a')] }) },
    ],
    [
      'it answers no verdicts',
      { called: pass({ ...prepared({ input: {}, executionId: ID, startTime: 'x' }), roll: [] }) },
    ],
    ['it answers the roll itself', { called: pass(prepared({ input: {}, executionId: ID, startTime: 'x' })) }],
    [
      'it answers no notice for a dead tracker',
      { called: pass({ run: { id: ID }, roll: [okVerdict('a')], untracked: {} }) },
    ],
  ])('runs inline with equal verdicts when %s', async (_, options) => {
    const fallen = await play(SCHEDULED, options);
    expect(resultsOf(fallen)).toEqual(resultsOf(await play(SCHEDULED)));
    expect(fallen.output.run.id).toBe(ID);
    // PrepareChecks gets the execution's own input, whatever came before it.
    expect(fallen.events.at(-1)).toMatchObject({ input: SCHEDULED, executionId: ID });
  });

  it('fails with the name of the error that it has inline too', async () => {
    const invalid = Object.assign(new Error('shard is "x"'), { name: 'InvalidInput' });
    const { output, calls } = await play(SCHEDULED, { prepare: () => Promise.reject(invalid) });
    expect(calls).toBe(1);
    expect(output).toBeInstanceOf(ExecutionFailed);
    expect(output).toMatchObject({ error: 'InvalidInput', cause: expect.stringContaining('shard is') });
  });
});

describe('what a person starts', () => {
  it.each([
    {},
    { only: ['a'] },
    { tags: ['t'] },
    { checks: [] },
    { curl_cmd: 'curl https://h/' },
    { shard: '5m-0', only: ['a'] },
    { shard: '5m-0', checks: ['"'.repeat(100_000)] },
    { Comment: 'x'.repeat(200_000), shard: '5m-0' },
    { shard: 5 },
    { shard: null },
    'text',
    [1],
    null,
    7,
  ])('runs inline: %j', async (input) => {
    const { output, calls } = await play(input);
    expect(calls).toBe(0);
    expect(output.results).toHaveLength(ROLL.length);
  });
});

it.each([
  '5m-0',
  '1m-inline-0',
  '1m-slow-12',
  'cron-x_9_x_x_1-5-Europe.Paris-0',
  'cron-x_9_x_x_x-UTC-inline-3',
])('shard %s is called, or not, as it is planned', async (shard) => {
  const { calls } = await play({ ...SCHEDULED, shard });
  expect(calls).toBe(isCalled({ id: shard } as Shard) ? 1 : 0);
});

describe('the answer of a full shard', () => {
  const roll = Array.from({ length: BUDGETS.shardChecks }, (_, index) => ({
    name: `c${index}`,
    kind: 'http',
    rechecks: 0,
  }));
  const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

  it.each([
    '"',
    '\\',
    '"\\',
    'x',
    '\u{1F4A5}',
    '\u0001',
  ])('of nothing but %j stays under 256 KiB as text in text', async (letters) => {
    // As long as core/verdict/fit.ts lets one be, and a notice of 8 KiB: the longest has a third of that.
    const verdict = (name: string) => {
      const bare = { ...okVerdict(name), reason: '' };
      const room = BUDGETS.verdictBytes - bytesOf(bare);
      return { ...bare, reason: letters.repeat(Math.floor(room / (bytesOf(letters) - 2))) };
    };
    expect(bytesOf(verdict('c0'))).toBeGreaterThan(BUDGETS.verdictBytes - 16);
    const untracked = { recorded: false, notifications: [{ ...NOTICE, message: '"'.repeat(4_096) }] };
    const { output, calls, events } = await play(SCHEDULED, {
      prepare: (event) => ({ ...prepared(event, roll), untracked }),
      verdict,
    });
    expect([calls, events.length]).toEqual([1, 1]); // it was called, and nothing ran inline
    expect(output.results).toHaveLength(BUDGETS.shardChecks);
  });
});
