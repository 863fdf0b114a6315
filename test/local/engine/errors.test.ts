import { afterEach, describe, expect, it, vi } from 'vitest';
import { machine, named, play, task } from './machine.ts';

/** Throws these names one after another, and answers after the last. */
const throwing = (...names: readonly string[]) => {
  const left = [...names];
  return () => {
    const name = left.shift();
    if (name !== undefined) throw named(name);
    return 'answer';
  };
};
const retry = (fields: object) => ({ ErrorEquals: ['A'], ...fields });
const caught = (ErrorEquals: readonly string[], n: number, more: object = {}) => ({
  ErrorEquals,
  Next: `C${n}`,
  ...more,
});
const withPolicy = (Retry: readonly object[], Catch: readonly object[] = []) =>
  machine({
    T: task({ Retry, Catch }),
    ...Object.fromEntries(
      Catch.map((_, n) => [`C${n}`, { Type: 'Pass', Parameters: { n, 'error.$': '$.Error' }, End: true }]),
    ),
  });

describe('Retry', () => {
  it.each<[string, object, readonly string[], readonly number[]]>([
    ['waits 1 s, 2 s and 4 s without more', {}, ['A', 'A', 'A'], [1000, 2000, 4000]],
    ['begins with IntervalSeconds', { IntervalSeconds: 3, BackoffRate: 1.5 }, ['A', 'A'], [3000, 4500]],
    ['waits no longer than MaxDelaySeconds', { MaxDelaySeconds: 3 }, ['A', 'A', 'A'], [1000, 2000, 3000]],
    ['waits a part of the time with JitterStrategy FULL', { JitterStrategy: 'FULL' }, ['A', 'A'], [500, 1000]],
    ['waits the whole of it with NONE', { JitterStrategy: 'NONE' }, ['A'], [1000]],
  ])('%s', async (_, fields, names, waited) => {
    const played = await play(withPolicy([retry(fields)]), { work: throwing(...names) });
    expect(played).toEqual({ output: { answer: 'answer' }, waited });
  });

  it.each<[string, readonly object[], readonly string[], string]>([
    ['three times without more', [retry({})], ['A', 'A', 'A', 'A'], 'A'],
    ['as often as MaxAttempts says', [retry({ MaxAttempts: 1 })], ['A', 'A'], 'A'],
    ['never with MaxAttempts 0', [retry({ MaxAttempts: 0 }), { ErrorEquals: ['States.ALL'] }], ['A'], 'A'],
    ['not of another name', [retry({})], ['B'], 'B'],
    [
      'by the first rule that matches alone',
      [retry({ MaxAttempts: 1 }), { ErrorEquals: ['A', 'B'] }],
      ['A', 'B', 'A'],
      'A',
    ],
  ])('tries again %s', async (_, rules, names, error) => {
    const played = await play(withPolicy(rules), { work: throwing(...names) });
    expect(played).toMatchObject({ error });
    expect(played.waited).toHaveLength(names.length - 1);
  });

  it('counts for each rule alone, over all visits of the state', async () => {
    // The specification's own example: two errors, another, and one of the first kind too many.
    const rules = [
      { ErrorEquals: ['A', 'B'], MaxAttempts: 2 },
      { ErrorEquals: ['C'], IntervalSeconds: 5 },
    ];
    const definition = withPolicy(rules, [caught(['States.ALL'], 0)]);
    const played = await play(definition, { work: throwing('A', 'B', 'C', 'B') });
    expect(played).toEqual({ output: { n: 0, error: 'B' }, waited: [1000, 2000, 5000] });
  });

  it('counts anew when the state is entered again', async () => {
    const definition = machine({
      T: task({ Retry: [retry({ MaxAttempts: 1 })], Catch: [caught(['A'], 0)], End: undefined, Next: 'Done' }),
      C0: { ...task({ Retry: [retry({ MaxAttempts: 1 })] }) },
      Done: { Type: 'Succeed' },
    });
    const { waited } = await play(JSON.parse(JSON.stringify(definition)), { work: throwing('A', 'A', 'A') });
    expect(waited).toEqual([1000, 1000]);
  });

  it('says in the context how often it has been', async () => {
    const seen: unknown[] = [];
    const work = (event: { retries: number }) => {
      seen.push(event.retries);
      if (seen.length < 3) throw named('A');
    };
    await play(withPolicy([retry({})]), { work });
    expect(seen).toEqual([0, 1, 2]);
  });

  it('is paced by tests', async () => {
    const pace = { retries: { T: 7 } };
    expect((await play(withPolicy([retry({})]), { work: throwing('A', 'A'), pace })).waited).toEqual([7, 7]);
  });
});

describe('Catch', () => {
  it.each<[string, readonly (readonly string[])[], string, number | null]>([
    ['a name', [['A'], ['B']], 'B', 1],
    ['the first of two that match', [['A', 'B'], ['B']], 'B', 0],
    ['anything by States.ALL', [['A'], ['States.ALL']], 'C', 1],
    ['anything by States.TaskFailed', [['States.TaskFailed']], 'C', 0],
    ['nothing of another case', [['a']], 'A', null],
  ])('takes %s', async (_, names, thrown, taken) => {
    const definition = withPolicy(
      [],
      names.map((each, n) => caught(each, n)),
    );
    const played = await play(definition, { work: throwing(thrown) });
    expect(played).toMatchObject(taken === null ? { error: thrown } : { output: { n: taken, error: thrown } });
  });

  it('comes after Retry', async () => {
    const definition = withPolicy([retry({ MaxAttempts: 1 })], [caught(['A'], 0)]);
    const played = await play(definition, { work: throwing('A', 'A') });
    expect(played).toEqual({ output: { n: 0, error: 'A' }, waited: [1000] });
  });

  it.each<[string, object, unknown]>([
    ['in place of the input', {}, { Error: 'A', Cause: expect.stringContaining('on purpose') }],
    [
      'in a field',
      { ResultPath: '$.fault' },
      { in: 1, fault: { Error: 'A', Cause: expect.stringContaining('"errorType":"A"') } },
    ],
    ['nowhere', { ResultPath: null }, { in: 1 }],
  ])('puts the error %s', async (_, more, output) => {
    const definition = machine({
      T: task({ Catch: [{ ErrorEquals: ['A'], Next: 'C', ...more }] }),
      C: { Type: 'Succeed' },
    });
    expect(await play(definition, { input: { in: 1 }, work: throwing('A') })).toMatchObject({ output });
  });

  it.each<[string, object]>([
    ['States.ResultPathMatchFailure', { ResultPath: '$.a.b' }],
    ['States.IntrinsicFailure', { ResultSelector: { 'a.$': 'States.StringToJson($.Payload)' } }],
  ])('takes %s', async (error, fields) => {
    const definition = machine({
      T: task({ ...fields, Catch: [{ ErrorEquals: [error], Next: 'C' }] }),
      C: { Type: 'Pass', Parameters: { 'error.$': '$.Error' }, End: true },
    });
    expect(await play(definition, { input: { a: 1 }, work: () => 'no JSON' })).toMatchObject({ output: { error } });
  });
});

describe('a time-out', () => {
  afterEach(() => vi.useRealTimers());
  const never = () => new Promise(() => {});

  it.each<[string, object]>([
    ['TimeoutSeconds', { TimeoutSeconds: 70 }],
    ['TimeoutSecondsPath', { TimeoutSeconds: undefined, TimeoutSecondsPath: '$.seconds' }],
  ])('%s fails the Task with States.Timeout, which States.TaskFailed does not match', async (_, fields) => {
    const definition = machine({
      T: task({ ...fields, Catch: [caught(['States.TaskFailed'], 0), caught(['States.Timeout'], 1)] }),
      C0: { Type: 'Fail', Error: 'Wrong' },
      C1: { Type: 'Pass', Parameters: { 'error.$': '$.Error' }, End: true },
    });
    vi.useFakeTimers();
    const playing = play(JSON.parse(JSON.stringify(definition)), { input: { seconds: 70 }, work: never });
    await vi.advanceTimersByTimeAsync(70_000);
    expect(await playing).toMatchObject({ output: { error: 'States.Timeout' } });
  });

  it.each([0, -1, 1.5, '1', null])('of %j by a path is States.Runtime', async (seconds) => {
    const { TimeoutSeconds: _, ...fields } = task({ TimeoutSecondsPath: '$.seconds' });
    expect(await play(machine({ T: fields }), { input: { seconds } })).toMatchObject({ error: 'States.Runtime' });
  });
});

describe('a Fail state', () => {
  it.each<[string, object, string, string]>([
    ['by its fields', { Error: 'Made', Cause: 'why' }, 'Made', 'why'],
    ['by paths', { ErrorPath: '$.e', CausePath: '$.c' }, 'E', 'C'],
    ['without any', {}, '', ''],
    ['by a path to nothing', { ErrorPath: '$.gone' }, 'States.Runtime', "Invalid path '$.gone': it leads to nothing"],
  ])('fails %s', async (_, fields, error, cause) => {
    expect(await play(machine({ F: { Type: 'Fail', ...fields } }), { input: { e: 'E', c: 'C' } })).toMatchObject({
      error,
      cause,
    });
  });
});

describe('a Wait state', () => {
  const wait = (fields: object) => machine({ W: { Type: 'Wait', ...fields, OutputPath: '$.a', End: true } });
  const now = Date.parse('2026-01-31T09:05:00Z');

  it.each<[string, object, number]>([
    ['Seconds', { Seconds: 2 }, 2000],
    ['SecondsPath', { SecondsPath: '$.s' }, 3000],
    ['Timestamp', { Timestamp: '2026-01-31T09:05:01.500Z' }, 1500],
    ['TimestampPath', { TimestampPath: '$.t' }, 60_000],
    ['a Timestamp that is over', { Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('waits by %s', async (_, fields, ms) => {
    const input = { a: 'out', s: 3, t: '2026-01-31T10:06:00+01:00' };
    expect(await play(wait(fields), { input, now })).toEqual({ output: 'out', waited: [ms] });
  });

  it.each([-1, 1.5, '1', null, true, 100_000_000])('cannot wait %j seconds', async (s) => {
    expect(await play(wait({ SecondsPath: '$.s' }), { input: { s } })).toMatchObject({
      error: 'States.Runtime',
      waited: [],
    });
  });

  it.each(['tomorrow', 5, null])('cannot wait until %j', async (t) => {
    expect(await play(wait({ TimestampPath: '$.t' }), { input: { t } })).toMatchObject({ error: 'States.Runtime' });
  });
});
