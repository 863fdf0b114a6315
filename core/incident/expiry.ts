import { FORGET_MS } from '../check/incident-policy.ts';
import { type CheckState, isWell, timeOf } from './state.ts';

/**
 * The last moment at which a state is of use, milliseconds. After it a store may drop the state by itself: also those of
 * checks that no run touches any more. `settleMs`: see settle-time.ts.
 */
export function expiryOf(state: CheckState, settleMs: number): number {
  return timeOf(state.lastRun) + (isWell(state) ? settleMs : FORGET_MS);
}
