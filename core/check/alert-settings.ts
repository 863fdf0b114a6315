import { DEFAULT_POLICY, type IncidentPolicy } from './incident-policy.ts';

/** What matters most stands first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
/** How bad the trouble of a check is, as its owner sees it. */
export type Severity = (typeof SEVERITIES)[number];

/** The loud one: a check whose owner said nothing must not miss a pager that asks for `critical`. */
export const DEFAULT_SEVERITY: Severity = 'critical';

/** A check's severity; `critical` where its owner did not say. */
export function severityOf({ alerts }: { readonly alerts?: AlertSettings }): Severity {
  return alerts?.severity ?? DEFAULT_SEVERITY;
}

/** How a check's answers are reported and counted: only what its owner wrote, so that most checks carry nothing. */
export type AlertSettings = {
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
  readonly faultThreshold?: number;
  readonly degradedThreshold?: number;
  readonly remindEveryMs?: number;
  readonly notify?: IncidentPolicy['notify'];
  readonly severity?: Severity;
  /** A URL: what to do about it. */
  readonly runbook?: string;
  /** The objective: percent of a month's verdicts that shall be OK. */
  readonly slo?: number;
  /** Names of the checks under whose news an NG is reported, when one of them is NG in the same run. */
  readonly dependsOn?: readonly string[];
};

/** When an incident opens and ends by a check's settings, every default filled. */
export function policyFrom(settings: AlertSettings | undefined): IncidentPolicy {
  if (settings === undefined) return DEFAULT_POLICY;
  const { failureThreshold, successThreshold, faultThreshold, degradedThreshold, remindEveryMs, notify } = settings;
  return {
    failureThreshold: failureThreshold ?? DEFAULT_POLICY.failureThreshold,
    successThreshold: successThreshold ?? DEFAULT_POLICY.successThreshold,
    faultThreshold: faultThreshold ?? DEFAULT_POLICY.faultThreshold,
    degradedThreshold: degradedThreshold ?? DEFAULT_POLICY.degradedThreshold,
    remindEveryMs: remindEveryMs ?? DEFAULT_POLICY.remindEveryMs,
    notify: notify ?? DEFAULT_POLICY.notify,
  };
}
