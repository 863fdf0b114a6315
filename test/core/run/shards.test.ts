import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import { shardsOf } from '#core/run/shards.ts';
import { manyChecks } from './check-list.ts';

describe('shardsOf', () => {
  it.each([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('splits %d checks into %j', (count, sizes) => {
    const shards = shardsOf(manyChecks(count));
    expect(shards.map(({ checks }) => checks.length)).toEqual(sizes);
    expect(shards.map(({ id }) => id)).toEqual(sizes.map((_, index) => `5m-${index}`));
  });

  it('keeps every check, in order, within the budgets of count and bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.constantFrom(400, 1_310, 9_000, 31_000), (count, bytes) => {
        const checks = manyChecks(count, bytes);
        const shards = shardsOf(checks);
        expect(shards.flatMap((shard) => shard.checks)).toEqual(checks);
        for (const shard of shards) {
          expect(shard.checks.length).toBeLessThanOrEqual(BUDGETS.shardChecks);
          expect(Buffer.byteLength(JSON.stringify(shard.checks))).toBeLessThanOrEqual(BUDGETS.shardBytes);
        }
        // Greedy: the first check of a shard would not have fitted into the one before.
        for (const [index, shard] of shards.slice(1).entries()) {
          const before = [...(shards[index]?.checks ?? []), ...shard.checks.slice(0, 1)];
          const overflows =
            before.length > BUDGETS.shardChecks || Buffer.byteLength(JSON.stringify(before)) > BUDGETS.shardBytes;
          expect(overflows).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
