import type { Check, Schedule } from '#core/check/check.ts';

/**
 * When a job is expected to report. `schedule`: when it is started. `graceMs`: how long after that its report may be late.
 * `earlyMs`: a report so long before a scheduled time counts for it. `startWithinMs`: how long after that it has to say that it
 * has started; `maxRuntimeMs`: how long it may take from there; `stallMs`: how long it may say nothing meanwhile; each null
 * where that is not asked. `tokenVersion`: of the token in its URL.
 */
export type HeartbeatTarget = {
  readonly schedule: Schedule;
  readonly graceMs: number;
  readonly earlyMs: number;
  readonly startWithinMs: number | null;
  readonly maxRuntimeMs: number | null;
  readonly stallMs: number | null;
  readonly tokenVersion: number;
};

/** A check of kind heartbeat as it travels. There is nothing to expect of it but that it comes. */
export type HeartbeatCheck = Check<'heartbeat', HeartbeatTarget, { readonly latencyMs: null }>;
