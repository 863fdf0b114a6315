import { formatDuration } from './duration.ts';
import type { PathFault } from './fault.ts';
import { millisecondsOf } from './setting.ts';

/** A latency beyond the timeout would never be looked at: the timeout ends the check first. */
export function latencyFaults(latency: string | undefined, timeoutMs: number): PathFault[] {
  if (latency === undefined || millisecondsOf(latency) <= timeoutMs) return [];
  const message = `is "${latency}", more than the timeout; write ${formatDuration(timeoutMs)} or less, or a longer timeout`;
  return [{ path: ['expect', 'latency'], message }];
}
