import { NO_PHASES, type Phases } from './phases.ts';
import type { Reason } from './reason.ts';

/** What was measured on the way. `latencyMs` counts from the start of the attempt, redirects included; `phases` are the last hop's. */
export type Measured = {
  readonly phases: Phases;
  readonly latencyMs: number;
  /** What was read though it is not as its protocol wants it, in short words. */
  readonly lenient?: readonly string[];
};

/**
 * What a target shows for itself. `validTo` is when the first of its chain ends: an ISO time, or the peer's own words
 * where they are no time; `authority` is the name of that one when it is not the target's own. `issuer` as `CN=R3, O=…`;
 * `fingerprint` its SHA-256 in hexadecimal digits.
 */
export type Certificate = {
  readonly validTo: string;
  readonly authority?: string;
  readonly issuer: string;
  readonly fingerprint: string;
};

/**
 * What came back from a target of any kind, as far as a verdict is made from it. `status` and certificates are there for
 * kinds that have them.
 */
export type Observation = Measured & {
  readonly outcome: string;
  readonly status?: number | null;
  readonly certificate?: Certificate | null;
  readonly facts?: { readonly certificate: Certificate | null };
  /** Something was tried again on the way, so that an OK is flaky. */
  readonly flaky?: true;
};

/** No whole answer came. `status` is what the response began with, null when it did not begin. */
export type Failure = Measured & {
  readonly outcome: 'failure';
  readonly reason: Reason;
  readonly status: number | null;
  /** The one that was shown, accepted or not, when the check expects something of the way there. */
  readonly certificate?: Certificate;
};

/** What cannot be sent was not observed either. */
export function notSent(reason: Reason): Failure {
  return { outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs: 0 };
}
