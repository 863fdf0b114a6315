import { troubleOf } from '../../incident/track.ts';
import type { PastVerdict } from '../../status/past-verdict.ts';
import type { Words } from '../words/en.ts';

/** What a check is shown as. `fault`: Rollcall could not ask. `unknown`: nobody asked yet, or the monitor was offline. */
export type ShownState = keyof Words['state'];

/** In the order in which they matter. */
export const STATES = ['ng', 'fault', 'slow', 'maintenance', 'unknown', 'ok'] as const satisfies readonly ShownState[];

/** By the latest verdict. What is wrong within a maintenance window is that; what is well then is well. */
export function stateOf(latest: PastVerdict | null, isInMaintenance: boolean): ShownState {
  if (latest === null || latest.verdict.quiet?.because === 'offline') return 'unknown';
  const trouble = troubleOf(latest.verdict);
  if (trouble === null) return latest.verdict.degraded ? 'slow' : 'ok';
  if (isInMaintenance) return 'maintenance';
  return trouble === 'fault' ? 'fault' : 'ng';
}
