import type { Check } from '../checks/check.ts';
import { BUDGETS, DEFAULT_SCHEDULE } from '../contract.ts';

/** As many checks as one run takes. `id` is the schedule's interval and a count from 0. */
export type Shard = { readonly id: string; readonly checks: readonly Check[] };

/**
 * Splits a list into runs: each takes checks in the list's order until its count or its bytes are full. The same list
 * gives the same shards, on whichever machine.
 */
export function shardsOf(checks: readonly Check[]): readonly Shard[] {
  const groups: Check[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const check of checks) {
    const size = Buffer.byteLength(JSON.stringify(check)) + 1;
    const last = groups.at(-1);
    if (last === undefined || last.length === BUDGETS.shardChecks || bytes + size > BUDGETS.shardBytes) {
      groups.push([check]);
      bytes = '[]'.length + size;
    } else {
      last.push(check);
      bytes += size;
    }
  }
  return groups.map((group, index) => ({ id: `${DEFAULT_SCHEDULE}-${index}`, checks: group }));
}
