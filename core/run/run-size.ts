import type { Check } from '../check/check.ts';
import { BUDGETS } from '../contract.ts';
import { formatSize } from '../text/size.ts';

/** What one run takes, in words. `guard`: checks that it calls beside its own. */
export function roomOfRun(guard: readonly Check[]): string {
  const { length } = guard;
  const among = length === 0 ? '' : `, ${length} ${length === 1 ? 'guard' : 'guards'} among them`;
  return `${BUDGETS.shardChecks} checks, ${formatSize(BUDGETS.shardBytes)}${among}`;
}
