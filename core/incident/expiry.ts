import { FORGET_MS, SETTLE_MS } from './policy.ts';
import { type CheckState, timeOf } from './state.ts';

/** When a store may drop a state by itself, milliseconds: also those of checks that no run touches any more. */
export function expiryOf(state: CheckState): number {
  const isWell = state.target === null && state.fault === null;
  return timeOf(state.lastRun) + (isWell ? SETTLE_MS : FORGET_MS);
}
