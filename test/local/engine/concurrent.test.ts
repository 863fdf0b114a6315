import { describe, expect, it } from 'vitest';
import { ExecutionAborted } from '#local/engine/errors.ts';
import { machine, named, play, task } from './machine.ts';

const each = (fields: object, item: object = task()) =>
  machine({ M: { Type: 'Map', ItemProcessor: machine({ I: item }), End: true, ...fields } });
type Event = { input: unknown };

/** Work that ends when it is told to, in which it is seen how much goes on at a time. */
function held() {
  const begun: unknown[] = [];
  const waiting: (() => void)[] = [];
  let most = 0;
  const work = async ({ input }: Event) => {
    begun.push(input);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    most = Math.max(most, waiting.length);
    // The next item gets its turn only after this one.
    setImmediate(() => waiting.shift()?.());
    await promise;
    return input;
  };
  return { work, begun, most: () => most };
}

describe('a Map state', () => {
  it.each<[string, object, number]>([
    ['all at a time without more', {}, 5],
    ['all at a time with MaxConcurrency 0', { MaxConcurrency: 0 }, 5],
    ['one by one with MaxConcurrency 1', { MaxConcurrency: 1 }, 1],
    ['two with MaxConcurrency 2', { MaxConcurrency: 2 }, 2],
    ['as many as MaxConcurrencyPath leads to', { MaxConcurrencyPath: '$.most' }, 3],
  ])('runs %s, and keeps the order', async (_, fields, most) => {
    const { work, begun, most: seen } = held();
    const input = { items: [5, 4, 3, 2, 1], most: 3 };
    const played = await play(each({ ItemsPath: '$.items', ...fields }), { input, work });
    expect(played.output).toEqual([5, 4, 3, 2, 1].map((answer) => ({ answer })));
    expect(begun).toEqual([5, 4, 3, 2, 1]);
    expect(seen()).toBe(most);
  });

  it('makes the input of each item by ItemSelector, and has the item in the context of its states', async () => {
    const ItemSelector = { 'item.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', 'all.$': '$.n' };
    const item = { Type: 'Pass', Parameters: { 'got.$': '$', 'again.$': '$$.Map.Item.Value' }, End: true };
    const played = await play(each({ InputPath: '$.in', ItemsPath: '$.list', ItemSelector }, item), {
      input: { in: { list: ['a'], n: 9 } },
    });
    expect(played.output).toEqual([{ got: { item: 'a', at: 0, all: 9 }, again: 'a' }]);
  });

  it('has the item of the inner one in a Map in a Map', async () => {
    const inner = {
      Type: 'Map',
      ItemProcessor: machine({ J: { Type: 'Pass', Parameters: { 'v.$': '$$.Map.Item.Value' }, End: true } }),
      End: true,
    };
    expect((await play(each({}, inner), { input: [[1, 2], []] })).output).toEqual([[{ v: 1 }, { v: 2 }], []]);
  });

  it.each<[string, object, unknown]>([
    ['items that are no array', {}, { a: 1 }],
    ['items that are not there', { ItemsPath: '$.gone' }, {}],
    ['a concurrency that is no number', { MaxConcurrencyPath: '$[0]' }, ['a']],
    ['a concurrency below 0', { MaxConcurrencyPath: '$[0]' }, [-1]],
  ])('fails with States.Runtime for %s', async (_, fields, input) => {
    expect(await play(each({ ...fields, Retry: [{ ErrorEquals: ['States.ALL'] }] }), { input })).toMatchObject({
      error: 'States.Runtime',
      waited: [],
    });
  });

  it('leaves the other items when one fails, and begins none', async () => {
    const begun: unknown[] = [];
    const work = async ({ input }: Event) => {
      begun.push(input);
      if (input === 2) throw named('Boom');
      await new Promise(() => {});
    };
    expect(await play(each({ MaxConcurrency: 2 }), { input: [1, 2, 3, 4], work })).toMatchObject({ error: 'Boom' });
    expect(begun).toEqual([1, 2]);
  });

  it('runs all items again on a retry', async () => {
    let failed = false;
    const begun: unknown[] = [];
    const work = ({ input }: Event) => {
      begun.push(input);
      if (input === 2 && !failed) {
        failed = true;
        throw named('Boom');
      }
      return input;
    };
    const definition = each({ MaxConcurrency: 1, Retry: [{ ErrorEquals: ['Boom'] }] });
    expect(await play(definition, { input: [1, 2], work })).toMatchObject({ output: [{ answer: 1 }, { answer: 2 }] });
    expect(begun).toEqual([1, 2, 1, 2]);
  });

  it('gives an empty array for none', async () => {
    expect((await play(each({}), { input: [] })).output).toEqual([]);
  });
});

describe('a Parallel state', () => {
  const parallel = (branches: readonly object[], fields: object = {}) =>
    machine({
      P: { Type: 'Parallel', Branches: branches.map((one, n) => machine({ [`B${n}`]: one })), End: true, ...fields },
    });

  it('gives its input to each branch, and their outputs in the order of the branches', async () => {
    const branches = [task(), { Type: 'Pass', Result: 'second', End: true }, { Type: 'Succeed' }];
    const played = await play(parallel(branches, { Parameters: { 'n.$': '$.n' } }), {
      input: { n: 1, m: 2 },
      work: ({ input }: Event) => input,
    });
    expect(played.output).toEqual([{ answer: { n: 1 } }, 'second', { n: 1 }]);
  });

  it('fails as the branch that fails, and leaves the others', async () => {
    const left: string[] = [];
    const branches = [
      { Type: 'Fail', Error: 'Made', Cause: 'why' },
      { Type: 'Wait', Seconds: 1, Next: 'T' },
    ];
    const definition = parallel(branches);
    const [, second] = (definition.States as { P: { Branches: { States: object }[] } }).P.Branches;
    Object.assign(second?.States ?? {}, { T: task() });
    expect(await play(definition, { work: () => left.push('begun') })).toMatchObject({ error: 'Made', cause: 'why' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(left).toEqual([]);
  });

  it('is caught as a whole', async () => {
    const definition = parallel([{ Type: 'Fail', Error: 'Made' }], {
      Catch: [{ ErrorEquals: ['Made'], ResultPath: '$.fault', Next: 'C' }],
    });
    Object.assign(definition.States, { C: { Type: 'Succeed' } });
    expect(await play(definition, { input: { a: 1 } })).toMatchObject({
      output: { a: 1, fault: { Error: 'Made', Cause: '' } },
    });
  });
});

describe('an abort', () => {
  it('ends an execution whose task goes on, and begins nothing more', async () => {
    const aborting = new AbortController();
    let calls = 0;
    const work = async () => {
      calls += 1;
      aborting.abort();
      await new Promise(() => {});
    };
    const definition = each({ MaxConcurrency: 1, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] });
    Object.assign(definition.States, { C: { Type: 'Succeed' } });
    await expect(play(definition, { input: [1, 2, 3], work, signal: aborting.signal })).rejects.toThrow(
      ExecutionAborted,
    );
    expect(calls).toBe(1);
  });

  it('before the start lets nothing begin', async () => {
    let calls = 0;
    const work = () => calls++;
    await expect(play(machine({ T: task() }), { work, signal: AbortSignal.abort() })).rejects.toThrow(ExecutionAborted);
    expect(calls).toBe(0);
  });

  it('ends states that go round without a task', async () => {
    const aborting = new AbortController();
    const work = () => aborting.abort();
    const definition = machine({
      T: task({ End: undefined, Next: 'A' }),
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Pass', Next: 'A' },
    });
    await expect(play(JSON.parse(JSON.stringify(definition)), { work, signal: aborting.signal })).rejects.toThrow(
      ExecutionAborted,
    );
  });
});
