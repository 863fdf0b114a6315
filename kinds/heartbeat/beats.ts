import type { Reason } from '#core/verdict/reason.ts';

/**
 * What a job has reported, as it is kept between runs. Times are milliseconds of the clock of whoever takes the reports; the
 * job's own clock counts for nothing.
 */

/** A success. `rid`: the run's, null where it has none. `startedAt`: of the same run, null where it did not say. */
type Success = { readonly at: number; readonly rid: string | null; readonly startedAt: number | null };

/** A failure. `exit`: the exit code, null where only the failure was reported. `text`: the last that the job said, safe to print. */
type Failed = {
  readonly at: number;
  readonly rid: string | null;
  readonly exit: number | null;
  readonly text: string;
};

/** A run under way. `sign`: when it last said anything. `before`: when the one began that had not ended, of runs without a name. */
export type JobRun = {
  readonly rid: string | null;
  readonly at: number;
  readonly sign: number;
  readonly before?: number;
};

/** `ok`, `fail`: the latest of each. `previous`: the success before `ok`. `runs`: under way, the oldest first, at most eight. */
export type Beats = {
  readonly ok: Success | null;
  readonly previous: Success | null;
  readonly fail: Failed | null;
  readonly runs: readonly JobRun[];
  /** The last text that was sent to be kept. */
  readonly log: { readonly at: number; readonly text: string } | null;
};

/**
 * What is kept of a job. `since`: when it was first looked for or heard of. `isForgotten`: that is kept nowhere, so the next
 * look starts anew.
 */
export type Heartbeat = { readonly since: number; readonly beats: Beats; readonly isForgotten?: true };

/** Of a job that has not been heard of. */
export const NO_BEATS: Beats = { ok: null, previous: null, fail: null, runs: [], log: null };

/** One report. `text`: the end of what came with it, safe to print. */
export type Ping = {
  readonly sort: 'start' | 'success' | 'fail' | 'log';
  readonly rid: string | null;
  readonly exit: number | null;
  readonly text: string;
};

/** What keeps jobs: `change` replaces what is known of one, alone or after whoever was first. */
export type BeatStore = {
  readonly change: (name: string, at: number, change: (beats: Beats) => Beats) => Promise<void>;
};

/** Reads what is known of a job, or why nobody can say; one that nobody knows is known from `at` on. Milliseconds. */
export type ReadHeartbeat = (name: string, at: number) => Promise<Heartbeat | Reason>;

/** More runs at a time than anybody's job has; of more the oldest are let go. */
export const MOST_RUNS = 8;
