import type { OptionalMetric } from '../contract.ts';
import type { AlertSettings } from './alert-settings.ts';
import type { Allowable } from './allowable.ts';

/**
 * A check as it travels: every default filled, nothing left to look up but secrets. PrepareChecks hands a list of these
 * to the Map; a checker gets one. No validator is needed to read it, so checkers import types only.
 */

/** Every so many seconds, whole minutes; or at the times of a cron expression of five fields, in an IANA time zone. */
export type Schedule = { readonly every: number } | { readonly cron: string; readonly timezone: string };

/** What a check of any kind has: all that the stages before and after its checker look at. */
type CheckBase = {
  readonly name: string;
  readonly tags: readonly string[];
  /** The words for the two outcomes, as the check's owner wants to read them. */
  readonly labels: { readonly ok: string; readonly ng: string };
  /** Deadline of one attempt in all, milliseconds, at most 60,000. */
  readonly timeoutMs: number;
  /** Deadline of name look-up, connect and TLS together, milliseconds, at most `timeoutMs`. */
  readonly connectTimeoutMs: number;
  /** How often an NG is tried again before it counts. */
  readonly rechecks: number;
  /** Whole seconds, because a Wait state knows no others. */
  readonly recheckAfterSeconds: number;
  /** When it runs by itself, once deployed. */
  readonly schedule: Schedule;
  /** How many requests an attempt makes, where that is more than one. No checker looks at it: it is for the bill. */
  readonly requests?: number;
  /** How its answers are reported, where its owner said so. No checker looks at it. */
  readonly alerts?: AlertSettings;
  /** Above any of these an OK counts as slow. */
  readonly degraded?: TimeLimits;
  /** Metrics that are written beside Healthy, each for its price. */
  readonly metrics?: readonly OptionalMetric[];
  /** What `rollcall prove` lets the check miss. No checker looks at it. */
  readonly prove?: { readonly allow: readonly Allowable[] };
};

/** The most milliseconds that an attempt and the phases of its last hop may take. */
export type TimeLimits = { readonly [K in 'total' | 'dns' | 'connect' | 'tls' | 'firstByte' | 'download']?: number };

/**
 * A check of any kind. `target` is what is asked: references to secrets may stand anywhere in it, and nowhere else.
 * `expect` is what an answer is held against. Only the kind's own folder knows the types of both.
 */
export type Check<K extends string = string, Target = unknown, Expect = unknown> = CheckBase & {
  readonly kind: K;
  readonly target: Target;
  readonly expect: Expect;
};
