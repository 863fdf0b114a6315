import type { LookupFunction } from 'node:net';

/**
 * What a checker takes from its surroundings. `now` is a monotonic clock in milliseconds, `date` the wall clock.
 * `lookup` resolves names instead of the system's resolver.
 */
export type CheckerEffects = {
  readonly now: () => number;
  readonly date: () => Date;
  readonly lookup?: LookupFunction;
};

export const SYSTEM_EFFECTS: CheckerEffects = { now: () => performance.now(), date: () => new Date() };
