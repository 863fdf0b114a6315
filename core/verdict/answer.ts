import { DEFAULT_SEVERITY, severityOf } from '../check/alert-settings.ts';
import type { Check } from '../check/check.ts';
import { certificateSeen } from './certificate.ts';
import { fitToBudget } from './fit.ts';
import { slownessOf } from './latency.ts';
import type { Observation } from './observation.ts';
import type { Reason } from './reason.ts';
import type { CheckerEvent, Seen, Verdict } from './verdict.ts';

/**
 * What a checker makes of an observation. `reason` is null on OK. `warning`: why an OK is degraded, beside its slowness.
 * `excerpt` and `command` are shown on NG only.
 */
export type Judged = {
  readonly reason: Reason | null;
  readonly warning?: string | null;
  readonly excerpt?: string | null;
  readonly command?: string | null;
  readonly seen?: Seen | null;
};

/** The verdict on one attempt, within its byte budget. */
export function answer(
  { check, previous }: CheckerEvent<Check>,
  observed: Observation,
  { reason, warning: own = null, excerpt = null, command = null, seen = null }: Judged,
  at: Date,
): Verdict {
  const attempts = previous.attempts + 1;
  const ng = reason !== null;
  const certificate = certificateSeen(observed, at);
  const slowness = check.degraded === undefined ? null : slownessOf(observed, check.degraded);
  const warning = ng ? '' : [own, slowness].filter((words) => words !== null).join(', ');
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
    flaky: !ng && isFlaky(attempts, observed),
    degraded: warning !== '',
    label: ng ? check.labels.ng : check.labels.ok,
    tags: check.tags,
    at: at.toISOString(),
    ...(warning !== '' ? { warning } : {}),
    ...(certificate !== null ? { certificate } : {}),
    ...unusual(check, observed),
    ...(check.metrics !== undefined ? { metrics: check.metrics } : {}),
    ...(seen !== null ? { seen } : {}),
    ...(ng && excerpt !== null ? { excerpt } : {}),
    ...(ng && command !== null ? { curl: command } : {}),
  });
}

/** Whether it took more than one try, of the check or of a part of it. */
function isFlaky(attempts: number, { flaky }: Observation): boolean {
  return attempts > 1 || flaky === true;
}

/** Nothing for most checks, whose verdicts need no room for it. */
function unusual(check: Check, { lenient }: Observation): Pick<Verdict, 'severity' | 'lenient'> {
  const severity = severityOf(check);
  return {
    ...(severity === DEFAULT_SEVERITY ? {} : { severity }),
    ...(lenient !== undefined && { lenient }),
  };
}
