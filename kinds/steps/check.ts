import type { Check, TimeLimits } from '#core/check/check.ts';
import type { HttpExpect, HttpRequest } from '../http/check.ts';

/** Where a captured value stands in a step's answer. */
export type Source =
  | { readonly json: string }
  | { readonly header: string }
  /** The first group of a regex in the body's text, or all that it matches where it has no group. */
  | { readonly regex: string }
  | { readonly cookie: string }
  | { readonly status: true }
  | { readonly certificate: CertificatePart };

/** A part of a certificate that can be captured. */
type CertificatePart = 'fingerprint' | 'issuer' | 'validTo';

/** A value of an answer for the steps that follow: `{{name}}`. Hidden wherever anything is said, unless `show`. */
export type Capture = { readonly name: string; readonly from: Source; readonly show?: true };

/** The step is sent again, `everyMs` apart, until its answer fits `expect`; `withinMs` counts from its first request. */
export type Until = { readonly expect: HttpExpect; readonly everyMs: number; readonly withinMs?: number };

/** How often a step may be sent again, and after what: no answer at all, or any NG. */
export type Retry = { readonly times: number; readonly everyMs: number; readonly on: 'network' | 'any' };

/**
 * One request of a flow and what must come back. Texts of `http` may hold references, templates, and the names of
 * variables and captures; those of the expectations the names alone. `always`: it is sent whatever went wrong before.
 */
export type Step = {
  readonly name: string;
  readonly http: HttpRequest;
  readonly expect: HttpExpect;
  /** Deadlines of one request, within what is left for the flow. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly capture: readonly Capture[];
  readonly until?: Until;
  readonly retry?: Retry;
  readonly always?: true;
  readonly degraded?: TimeLimits;
};

/** `vars`: texts that are made once a run. `cleanupMs`: what of the timeout is kept for steps that are always sent. */
export type StepsTarget = {
  readonly vars: readonly (readonly [name: string, text: string])[];
  readonly cleanupMs: number;
  readonly flow: readonly Step[];
};

/** `latencyMs`: the longest that all steps may take together, null when any time will do. */
type StepsExpect = { readonly latencyMs: number | null };

/** A check of kind steps as it travels. */
export type StepsCheck = Check<'steps', StepsTarget, StepsExpect>;

/** The names that stand in a text as `{{name}}`: those of variables and captures, and of no template. */
export const NAME_IN_TEXT = /\{\{\s*([A-Za-z][\w.-]*)\s*\}\}/g;
