import type { TimeLimits } from '../check/check.ts';
import type { Phases } from './phases.ts';

type PhaseLimits = Omit<TimeLimits, 'total'>;
type Slow = { readonly phase: keyof Phases; readonly ms: number; readonly most: number };

/** The phases that took longer than their limit. One that did not happen, as TLS over http, took no time. */
export function slowPhases(phases: Phases, limits: PhaseLimits): readonly Slow[] {
  return Object.entries(limits).flatMap(([name, most]) => {
    const phase = name as keyof Phases;
    const ms = phases[phase];
    return ms !== null && ms > most ? [{ phase, ms, most }] : [];
  });
}
