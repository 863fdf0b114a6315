import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';
import { BUDGETS, NESTED_LIMIT_S, type WorkflowType } from '#core/contract.ts';
import { batchesOf, isCalled, longestRun, runSeconds, shardsOf } from '#core/run/shards.ts';
import { manyChecks } from './check-list.ts';

const STANDARD = { concurrency: 40, workflow: 'standard' } as const;

/** `count` checks with these settings, named by their prefix and number. */
function checksWith(prefix: string, count: number, settings: object): readonly Check[] {
  const checks = Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${index}`,
    tcp: { host: 'h', port: 1, timeout: '10s' },
    ...settings,
  }));
  return parseChecks(JSON.stringify({ checks })).list?.checks ?? [];
}

const sizes = (checks: readonly Check[], workflow: WorkflowType = 'standard', concurrency = 40) =>
  Object.fromEntries(shardsOf(checks, { concurrency, workflow }).map((shard) => [shard.id, shard.checks.length]));

describe('shardsOf', () => {
  it.each([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('splits %d checks into %j', (count, wanted) => {
    const shards = shardsOf(manyChecks(count), STANDARD);
    expect(shards.map(({ checks }) => checks.length)).toEqual(wanted);
    expect(shards.map(({ id }) => id)).toEqual(wanted.map((_, index) => `5m-${index}`));
  });

  it('gives each schedule shards of its own, whatever order the list has', () => {
    const checks = [
      ...checksWith('a', 2, { every: '1h' }),
      ...checksWith('b', 1, {}),
      ...checksWith('c', 1, { every: '60m' }),
      ...checksWith('d', 1, { every: '1d' }),
      ...checksWith('e', 1, { every: '90m' }),
      ...checksWith('f', 1, { cron: '0 9 * * MON-FRI', timezone: 'Europe/Paris' }),
      ...checksWith('g', 1, { cron: '0 9 * * 1-5', timezone: 'Europe/Paris' }),
      ...checksWith('h', 1, { cron: '0 9 * * 1-5', timezone: 'Asia/Tokyo' }),
      ...checksWith('i', 1, { cron: '*/5 * 1,15 * *', timezone: 'Etc/GMT+3' }),
    ];
    expect(sizes(checks)).toEqual({
      '1h-0': 3,
      '5m-0': 1,
      '1d-0': 1,
      '90m-0': 1,
      'cron-0_9_x_x_1-5-Europe.Paris-0': 2,
      'cron-0_9_x_x_1-5-Asia.Tokyo-0': 1,
      'cron-x5_x_1.15_x_x-Etc.GMTplus3-0': 1,
    });
  });

  it('calls a long cron by its beginning and a hash, so that another one is called otherwise', () => {
    const [first = '', second = ''] = ['1,3,5,9,13,21', '1,3,5,9,13,22'].flatMap((hours) =>
      Object.keys(sizes(checksWith('a', 1, { cron: `1,3,7 ${hours} * 1,3 1,3`, timezone: 'America/Indiana/Knox' }))),
    );
    expect(first).toMatch(/^cron-[\w.-]{20,35}-[0-9a-f]{8}-0$/);
    expect(first.length).toBeLessThanOrEqual(64 - 'slow-00'.length);
    expect(second).not.toBe(first);
  });

  it.each<[string, object, number, WorkflowType, number, Record<string, number>]>([
    // ceil(n / 40) * (2 * 15 s + 2 s) < 60 s holds for one wave
    ['a minute takes one wave of 32 s', { every: '1m' }, 100, 'standard', 40, { '1m-0': 40, '1m-1': 40, '1m-2': 20 }],
    ['three waves of 32 s end within five minutes', {}, 100, 'standard', 40, { '5m-0': 100 }],
    ['waves are as wide as the concurrency', {}, 100, 'standard', 5, { '5m-0': 45, '5m-1': 45, '5m-2': 10 }],
    [
      'ten minutes are not for express',
      { every: '1h', recheckAfter: '2s' },
      100,
      'express',
      5,
      { '1h-0': 45, '1h-1': 45, '1h-2': 10 },
    ],
    ['an hour is, for standard', { every: '1h' }, 100, 'standard', 5, { '1h-0': 100 }],
    [
      'a cron is as short as its least distance',
      { cron: '0,1 9 * * *' },
      41,
      'standard',
      40,
      { 'cron-0-1_9_x_x_x-UTC-0': 40, 'cron-0-1_9_x_x_x-UTC-1': 1 },
    ],
    [
      'what cannot be done in time is apart, a wave at a time',
      { every: '1m', rechecks: 3 },
      50,
      'standard',
      40,
      { '1m-slow-0': 40, '1m-slow-1': 10 },
    ],
    [
      'one wave of 32 s ends while a nested one is waited for',
      {},
      100,
      'nested',
      40,
      { '5m-0': 40, '5m-1': 40, '5m-2': 20 },
    ],
    ['three waves of 15 s do too', { rechecks: 0 }, 100, 'nested', 40, { '5m-0': 100 }],
    [
      'what a nested one is not waited for is apart, as large as ends in time',
      { tcp: { host: 'h', port: 1, timeout: '60s' }, rechecks: 0 },
      100,
      'nested',
      20,
      { '5m-inline-0': 80, '5m-inline-1': 20 },
    ],
    [
      'and that which cannot end in time apart from it',
      { every: '1m', rechecks: 3 },
      50,
      'nested',
      40,
      { '1m-slow-0': 40, '1m-slow-1': 10 },
    ],
  ])('%s', (_name, settings, count, workflow, concurrency, wanted) => {
    expect(sizes(checksWith('a', count, settings), workflow, concurrency)).toEqual(wanted);
  });

  it('parts what a nested workflow calls, runs inline, and cannot end in time', () => {
    const checks = [
      ...checksWith('quick', 3, { every: '1m' }),
      ...checksWith('inline', 2, { every: '1m', rechecks: 2, recheckAfter: '5s' }), // 55 s
      ...checksWith('slow', 1, { every: '1m', rechecks: 3 }), // 66 s
    ];
    const shards = shardsOf(checks, { concurrency: 40, workflow: 'nested' });
    expect(shards.map((shard) => [shard.id, shard.checks.length, isCalled(shard)])).toEqual([
      ['1m-0', 3, true],
      ['1m-inline-0', 2, false],
      ['1m-slow-0', 1, false],
    ]);
  });

  it('calls nothing that may be waited for too long, whatever checks take', () => {
    const check = fc.record({
      seconds: fc.integer({ min: 1, max: 60 }),
      rechecks: fc.integer({ min: 0, max: 3 }),
      every: fc.constantFrom('1m', '5m'),
    });
    fc.assert(
      fc.property(
        fc.array(check, { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 1, max: 40 }),
        (list, concurrency) => {
          const checks = list.flatMap(({ seconds, ...settings }, index) =>
            checksWith(`${index}-`, 1, { ...settings, tcp: { host: 'h', port: 1, timeout: `${seconds}s` } }),
          );
          const guard = checksWith('guard', 2, { every: '5m' });
          const shards = shardsOf(checks, { concurrency, workflow: 'nested', guard });
          const prepare = 5;
          for (const shard of shards.filter(isCalled)) {
            expect(prepare + runSeconds([...shard.checks, ...guard], concurrency)).toBeLessThanOrEqual(NESTED_LIMIT_S);
          }
          expect(shards.flatMap((shard) => shard.checks.map(({ name }) => name)).toSorted()).toEqual(
            checks.map(({ name }) => name).toSorted(),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('lets a check that is too slow delay no other', () => {
    const checks = [
      ...checksWith('a', 10, { every: '1m' }),
      ...checksWith('slow', 1, { every: '1m', rechecks: 10 }),
      ...checksWith('b', 10, { every: '1m' }),
    ];
    expect(sizes(checks)).toEqual({ '1m-0': 20, '1m-slow-0': 1 });
  });

  it('changes no shard but the last when a check is added', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1m', '5m', '1h'), { minLength: 1, maxLength: 150 }), (intervals) => {
        const all = intervals.flatMap((every, index) => checksWith(`${index}-`, 1, { every }));
        const before = shardsOf(all.slice(0, -1));
        const after = shardsOf(all);
        const changed = after.filter(
          ({ id, checks }) => before.find((shard) => shard.id === id)?.checks.length !== checks.length,
        );
        expect(changed).toHaveLength(1);
        expect(after.length - before.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps every check, in order, within the budgets of count, bytes and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.constantFrom(400, 1_310, 9_000, 31_000), (count, bytes) => {
        const checks = manyChecks(count, bytes);
        const shards = shardsOf(checks, STANDARD);
        expect(shards.flatMap((shard) => shard.checks)).toEqual(checks);
        for (const shard of shards) {
          expect(shard.checks.length).toBeLessThanOrEqual(BUDGETS.shardChecks);
          expect(Buffer.byteLength(JSON.stringify(shard.checks))).toBeLessThanOrEqual(BUDGETS.shardBytes);
          expect(runSeconds(shard.checks, 40)).toBeLessThan(longestRun(shard.schedule, 'standard'));
        }
        // Greedy: the first check of a shard would not have fitted into the one before.
        for (const [index, shard] of shards.slice(1).entries()) {
          const before = [...(shards[index]?.checks ?? []), ...shard.checks.slice(0, 1)];
          const overflows =
            before.length > BUDGETS.shardChecks ||
            Buffer.byteLength(JSON.stringify(before)) > BUDGETS.shardBytes ||
            runSeconds(before, STANDARD.concurrency) >= 300;
          expect(overflows).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Checks that depend on each other as `parentOf` says, by their places; null for none. */
function familyChecks(count: number, parentOf: (place: number) => number | null, settings: object = {}): Check[] {
  return checksWith('c', count, settings).map((check, place) => {
    const parent = parentOf(place);
    return parent === null ? check : { ...check, alerts: { dependsOn: [`c${parent}`] } };
  });
}

const names = (checks: readonly Check[]) => checks.map(({ name }) => name);

describe('checks that depend on each other', () => {
  it('are in one shard, at the place of the first of them', () => {
    const shards = shardsOf(
      familyChecks(150, (place) => (place === 120 ? 10 : null)),
      STANDARD,
    );
    expect(names(shards[0]?.checks.slice(9, 13) ?? [])).toEqual(['c9', 'c10', 'c120', 'c11']);
    expect(shards.map(({ checks }) => checks.length)).toEqual([100, 50]);
  });

  it('go on to the next shard together when they are more than still fit', () => {
    const shards = shardsOf(
      familyChecks(130, (place) => (place > 95 && place <= 110 ? place - 1 : null)),
      STANDARD,
    );
    expect(shards.map(({ checks }) => checks.length)).toEqual([95, 35]);
    expect(names(shards[1]?.checks ?? []).slice(0, 2)).toEqual(['c95', 'c96']);
  });

  it('are apart together when one of them is too slow', () => {
    const slow = familyChecks(6, (place) => (place === 5 ? 1 : null), { every: '1m' });
    const checks = slow.map((check, place) => (place === 5 ? { ...check, rechecks: 10 } : check));
    expect(sizes(checks)).toEqual({ '1m-0': 4, '1m-slow-0': 2 });
  });

  it('are never split, whatever the list, and nothing is lost', () => {
    const parents = fc.array(fc.option(fc.nat(), { freq: 2 }), { minLength: 1, maxLength: 180 });
    fc.assert(
      fc.property(parents, (wanted) => {
        // At most nine in a family.
        const checks = familyChecks(wanted.length, (place) => {
          const [parent, begin] = [wanted[place] ?? null, place - (place % 9)];
          return parent === null || place === begin ? null : begin + (parent % (place - begin));
        });
        const shards = shardsOf(checks).map((shard) => names(shard.checks));
        expect(shards.flat().toSorted()).toEqual(names(checks).toSorted());
        for (const shard of shards) expect(shard.length).toBeLessThanOrEqual(BUDGETS.shardChecks);
        for (const { name, alerts } of checks) {
          const parent = alerts?.dependsOn?.[0];
          if (parent === undefined) continue;
          expect(shards.find((shard) => shard.includes(name))).toContain(parent);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('batchesOf', () => {
  it('makes one run of checks with different schedules', () => {
    const checks = [...checksWith('a', 50, { every: '1m' }), ...checksWith('b', 50, { every: '1h', rechecks: 9 })];
    expect(batchesOf(checks).map(({ length }) => length)).toEqual([100]);
  });
});

describe('a list with guards', () => {
  const guard = checksWith('up', 3, {});

  it('leaves room for them in each shard and each batch', () => {
    const checks = manyChecks(200);
    const counts = shardsOf(checks, { ...STANDARD, guard }).map((shard) => shard.checks.length);
    expect(counts).toEqual([97, 97, 6]);
    expect(batchesOf(checks, guard).map(({ length }) => length)).toEqual([97, 97, 6]);
  });

  it('leaves room for their bytes', () => {
    const [big] = manyChecks(1, 31_000);
    const shards = shardsOf(manyChecks(8, 31_000), { ...STANDARD, guard: big ? [big] : [] });
    expect(shards.map(({ checks }) => checks.length)).toEqual([3, 3, 2]);
  });

  it('counts their time', () => {
    const checks = checksWith('a', 40, { every: '1m' });
    expect(shardsOf(checks, STANDARD).map((shard) => shard.checks.length)).toEqual([40]);
    const shards = shardsOf(checks, { ...STANDARD, guard });
    expect(shards.map((shard) => shard.checks.length)).toEqual([37, 3]);
    for (const shard of shards) expect(runSeconds([...shard.checks, ...guard], 40)).toBeLessThan(60);
  });
});
