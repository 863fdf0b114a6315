import type { Phases } from '#core/verdict/phases.ts';
import type { Verdict } from '#core/verdict/verdict.ts';

/** What a report has of a verdict as pairs of name and value; redacted and in the checker's words, not yet escaped. */
export function factsOf(verdict: Verdict): readonly (readonly [name: string, value: string])[] {
  const { outcome, kind, status, latencyMs, attempts, phases, reason, flaky, degraded } = verdict;
  const { warning, label, severity, tags, certificate, quiet, curl } = verdict;
  const facts: readonly (readonly [string, string | number | null | undefined])[] = [
    ['outcome', outcome],
    ['kind', kind],
    ['reason', reason?.code],
    ['status', status],
    ['latencyMs', latencyMs],
    ...measured(phases).map(([phase, ms]) => [`phase.${phase}Ms`, ms] as const),
    ['attempts', attempts],
    ['flaky', flaky ? 'true' : null],
    ['degraded', degraded ? 'true' : null],
    ['warning', warning],
    ['label', label === outcome ? null : label],
    ['severity', severity],
    ['tags', tags.length === 0 ? null : tags.join(', ')],
    ['certificate.daysLeft', certificate?.daysLeft],
    ['quiet', quiet?.because],
    ['curl', curl],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)]]));
}

/** The phases that took place, in their order. */
export function measured(phases: Phases): readonly (readonly [phase: string, ms: number])[] {
  return Object.entries(phases).flatMap(([phase, ms]) => (typeof ms === 'number' ? [[phase, ms] as const] : []));
}
