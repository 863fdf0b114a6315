import type { Severity } from '../check/alert-settings.ts';
import type { OptionalMetric } from '../contract.ts';
import type { CertificateSeen } from './certificate.ts';
import type { Phases } from './phases.ts';
import type { Reason } from './reason.ts';

/**
 * Why nothing is reported of a verdict, and it counts for no incident. `maintenance`: `by` is the window's name. `muted`:
 * by a person, `by` is until when. `parent`: a check that it depends on is NG in the same run, `by` is the one under whose
 * news it is reported. `offline`: every guard of the run is NG, so that it has learned nothing. `guard`: it is a guard itself,
 * and none of the list's checks.
 */
export type Quiet =
  | { readonly because: 'maintenance' | 'parent' | 'muted'; readonly by: string }
  | { readonly because: 'offline' | 'guard'; readonly by: null };

/** What a kind saw of its target, for results, page and metrics: a few flat figures and short words. */
export type Seen = Readonly<Record<string, string | number | boolean | readonly number[]>>;

/**
 * What a checker answers for one check: at most 1 KiB of UTF-8 JSON.
 *
 * `reason` is null exactly when `outcome` is OK. `status` is the HTTP status, null for other kinds and when no response
 * came. `attempts` counts the answers so far, rechecks included. `recheck` asks the workflow to try again. `flaky`: OK,
 * but only on a recheck or on another try of a step. `label` is the word the check's owner chose for the outcome. `at` is the ISO time of the answer.
 * `excerpt` (NG only, at most 300 bytes) is the beginning of what the target said, made safe to print. `quiet` comes from
 * TrackIncidents: no checker knows of it.
 */
export type Verdict = {
  readonly name: string;
  readonly kind: string;
  readonly outcome: 'OK' | 'NG';
  readonly reason: Reason | null;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly phases: Phases;
  readonly attempts: number;
  readonly recheck: boolean;
  readonly flaky: boolean;
  readonly degraded: boolean;
  readonly label: string;
  /** Where the answer was not as its protocol wants it, and was read all the same: in short words. */
  readonly lenient?: readonly string[];
  readonly tags: readonly string[];
  readonly at: string;
  /** Of kind tls; over https where a check expects more than the plainest or asks for certificateDays: then it was looked at. */
  readonly certificate?: CertificateSeen;
  /** Why an OK is `degraded`: the real value beside the limit. */
  readonly warning?: string;
  readonly seen?: Seen;
  readonly excerpt?: string;
  readonly curl?: string;
  readonly quiet?: Quiet;
  /** How much the check matters, where that is not the default. */
  readonly severity?: Severity;
  /** Metrics that the check asks for beside Healthy. */
  readonly metrics?: readonly OptionalMetric[];
};

/** What a checker is invoked with: the check, and the verdict of the attempt before (`{attempts: 0}` at first). */
export type CheckerEvent<C> = {
  readonly check: C;
  readonly previous: { readonly attempts: number };
};
