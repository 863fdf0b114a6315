import type { Check } from '../check/check.ts';
import type { Shard } from './shards.ts';

/** How many calls of checkers are under way when all shards are due together, in all and of each kind at most. */
export type CallsAtOnce = { readonly all: number; readonly ofKind: ReadonlyMap<string, number> };

/** `guard`: checks that each run calls beside its own. */
export function callsAtOnce(shards: readonly Shard[], concurrency: number, guard: readonly Check[] = []): CallsAtOnce {
  const ofKind = new Map<string, number>();
  let all = 0;
  for (const { checks } of shards) {
    const called = [...checks, ...guard];
    all += Math.min(concurrency, called.length);
    for (const [kind, some] of Map.groupBy(called, (check) => check.kind)) {
      ofKind.set(kind, (ofKind.get(kind) ?? 0) + Math.min(concurrency, some.length));
    }
  }
  return { all, ofKind };
}
