import { tooSlow } from '#core/verdict/latency.ts';
import type { Expectation } from './trace.ts';

/** Whether an answer came soon enough, both in milliseconds; nothing where any time will do. */
export function latencyExpectation(latencyMs: number, most: number | null): readonly Expectation[] {
  if (most === null) return [];
  const reason = tooSlow(latencyMs, most);
  const text = reason?.message ?? `latency ${latencyMs} ms, wanted ${most} ms or less`;
  return [{ isHeld: reason === null, text }];
}
