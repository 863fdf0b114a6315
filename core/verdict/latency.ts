import type { TimeLimits } from '../check/check.ts';
import type { Phases } from './phases.ts';
import type { Reason } from './reason.ts';

/** How long things took against how long they may take, in milliseconds. */

/** Why a latency is NG; null when it is within the limit, or there is none. */
export function tooSlow(latencyMs: number, most: number | null): Reason | null {
  if (most === null || latencyMs <= most) return null;
  return { code: 'latency', message: `latency ${latencyMs} ms, wanted ${most} ms or less` };
}

type PhaseLimits = Omit<TimeLimits, 'total'>;
type SlowPhase = { readonly phase: keyof Phases; readonly ms: number; readonly most: number };

/** The phases that took longer than their limit. One that did not happen, as TLS over http, took no time. */
export function slowPhases(phases: Phases, limits: PhaseLimits): readonly SlowPhase[] {
  return Object.entries(limits).flatMap(([name, most]) => {
    const phase = name as keyof Phases;
    const ms = phases[phase];
    return ms !== null && ms > most ? [{ phase, ms, most }] : [];
  });
}

/** What of an answer is beyond limits, as `latency 900 ms > 800 ms, firstByte 400 ms > 300 ms`; null when nothing is. */
export function slownessOf(
  { latencyMs, phases }: { readonly latencyMs: number; readonly phases: Phases },
  { total, ...limits }: TimeLimits,
): string | null {
  const whole = total !== undefined && latencyMs > total ? [`latency ${latencyMs} ms > ${total} ms`] : [];
  const parts = slowPhases(phases, limits).map(({ phase, ms, most }) => `${phase} ${ms} ms > ${most} ms`);
  return [...whole, ...parts].join(', ') || null;
}
