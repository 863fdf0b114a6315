import { describe, expect, it } from 'vitest';
import { callsAtOnce } from '#core/run/calls-at-once.ts';
import { shardsOf } from '#core/run/shards.ts';
import { checksOf, manyChecks } from './check-list.ts';

const guard = checksOf({ up: [] });

describe('the calls of all shards that are due together', () => {
  it.each([
    { checks: 3, concurrency: 40, all: 3 },
    { checks: 100, concurrency: 40, all: 40 },
    { checks: 250, concurrency: 40, all: 120 },
    { checks: 2_600, concurrency: 40, all: 1_040 },
    { checks: 2_600, concurrency: 10, all: 290 },
  ])('are $all of $checks checks, $concurrency at a time', ({ checks, concurrency, all }) => {
    const shards = shardsOf(manyChecks(checks), { concurrency, workflow: 'standard' });
    expect(callsAtOnce(shards, concurrency)).toEqual({ all, ofKind: new Map([['http', all]]) });
  });

  it('are counted for each kind by itself, guards in each run', () => {
    const shards = shardsOf(manyChecks(150), { concurrency: 40, workflow: 'standard', guard });
    expect(shards).toHaveLength(2);
    const ofKind = new Map([
      ['http', 80],
      ['tcp', 2],
    ]);
    expect(callsAtOnce(shards, 40, guard)).toEqual({ all: 80, ofKind });
  });
});
