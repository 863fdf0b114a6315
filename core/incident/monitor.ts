import { DEFAULT_POLICY, type IncidentPolicy } from '../check/incident-policy.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** The monitor itself, where incidents are remembered: no check can be called so, because a name begins with a letter. */
export const MONITOR = '(monitor)';

/** Told at once: guards are there to be believed. */
export const MONITOR_POLICY: IncidentPolicy = { ...DEFAULT_POLICY, faultThreshold: 1 };

/**
 * When all guards of a run are NG, whatever the reason, the run has learned nothing of any target. One whose certificate is
 * all that is wrong has answered: weeks of warning must not silence everything else.
 */
export function isOffline(guards: readonly Verdict[]): boolean {
  return guards.length > 0 && guards.every(({ outcome, reason }) => outcome !== 'OK' && reason?.code !== 'certificate');
}

/** What the guards of a run say of the monitor, as the verdict on a check: one that Rollcall could make, or could not. */
export function monitorVerdict(guards: readonly [Verdict, ...Verdict[]]): Verdict {
  const [{ excerpt: _, curl: __, ...first }] = guards;
  const verdict = { ...first, name: MONITOR, flaky: false, degraded: false, tags: [] };
  if (!isOffline(guards)) return { ...verdict, outcome: 'OK', reason: null };
  const said = guards.map(({ name, reason }) => `${name}: ${reason?.message ?? 'no reason was given'}`).join('; ');
  return { ...verdict, outcome: 'NG', reason: { code: 'checker-fault', message: `every guard is NG: ${said}` } };
}
