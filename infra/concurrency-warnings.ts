import type { Check } from '#core/check/check.ts';
import { callsAtOnce } from '#core/run/calls-at-once.ts';
import type { Shard } from '#core/run/shards.ts';
import type { Settings } from './settings.ts';

/** What Lambda gives an account in a Region, for all its functions, unless it asks for more. */
const ACCOUNT_CONCURRENCY = 1_000;

/**
 * What Lambda will refuse to run at once, each with its id. All shards may be due together: schedules of one interval
 * begin when they are deployed.
 */
export function concurrencyWarnings(
  { concurrency, reservedConcurrency }: Settings,
  shards: readonly Shard[],
  guard: readonly Check[],
): readonly (readonly [id: string, text: string])[] {
  const { all, ofKind } = callsAtOnce(shards, concurrency, guard);
  const due = shards.length === 1 ? 'a run calls' : `${shards.length} shards due together call`;
  const warnings: [id: string, text: string][] = [];
  if (all > ACCOUNT_CONCURRENCY) {
    warnings.push([
      'concurrency',
      `${due} ${all} checks at a time, and Lambda runs ${ACCOUNT_CONCURRENCY} invocations of an account: ${THROTTLED} ` +
        'Write a lower concurrency, longer intervals for some, or ask AWS for more (Lambda, concurrent executions).',
    ]);
  }
  const [kind, most] = [...ofKind].reduce((one, other) => (other[1] > one[1] ? other : one), ['', 0]);
  if (reservedConcurrency !== undefined && reservedConcurrency < most) {
    warnings.push([
      'reservedConcurrency',
      `reservedConcurrency is ${reservedConcurrency}, and ${due} ${most} ${kind} checks at a time: ${THROTTLED} ` +
        `Write ${most}, or a lower concurrency.`,
    ]);
  }
  return warnings;
}

const THROTTLED = 'some are throttled, tried again for half a minute, and end as checker faults.';
