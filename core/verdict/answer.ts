import { DEFAULT_SEVERITY, severityOf } from '../check/alert-settings.ts';
import type { Check, TimeLimits } from '../check/check.ts';
import { certificateSeen } from './certificate.ts';
import { fitToBudget } from './fit.ts';
import type { Observation } from './observation.ts';
import type { Reason } from './reason.ts';
import { slowPhases } from './slow-phases.ts';
import type { CheckerEvent, Verdict } from './verdict.ts';

/** The verdict on one attempt, within its byte budget. `excerpt` and `curl` are told on NG only. */
export function answer(
  { check, previous }: CheckerEvent<Check>,
  observed: Observation,
  reason: Reason | null,
  excerpt: string | null,
  at: Date,
  curl: string | null = null,
): Verdict {
  const attempts = previous.attempts + 1;
  const ng = reason !== null;
  const certificate = certificateSeen(observed, at);
  return fitToBudget({
    name: check.name,
    kind: check.kind,
    outcome: ng ? 'NG' : 'OK',
    reason,
    status: observed.status ?? null,
    latencyMs: observed.latencyMs,
    phases: observed.phases,
    attempts,
    recheck: ng && attempts <= check.rechecks,
    flaky: !ng && attempts > 1,
    degraded: !ng && check.degraded !== undefined && isSlow(observed, check.degraded),
    label: ng ? check.labels.ng : check.labels.ok,
    tags: check.tags,
    at: at.toISOString(),
    ...(certificate !== null ? { certificate } : {}),
    ...unusual(check),
    ...(check.metrics !== undefined ? { metrics: check.metrics } : {}),
    ...(ng && excerpt !== null ? { excerpt } : {}),
    ...(ng && curl !== null ? { curl } : {}),
  });
}

/** Nothing for most checks, whose verdicts need no room for it. */
function unusual(check: Check): Pick<Verdict, 'severity'> {
  const severity = severityOf(check);
  return severity === DEFAULT_SEVERITY ? {} : { severity };
}

/** Whether any of the limits was passed. */
export function isSlow({ latencyMs, phases }: Observation, { total, ...limits }: TimeLimits): boolean {
  return (total !== undefined && latencyMs > total) || slowPhases(phases, limits).length > 0;
}
