import type { Reason } from './reason.ts';

export function tooSlow(latencyMs: number, most: number | null): Reason | null {
  if (most === null || latencyMs <= most) return null;
  return { code: 'latency', message: `latency ${latencyMs} ms, wanted ${most} ms or less` };
}
