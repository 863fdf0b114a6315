import type { CheckList } from '#core/check/check-list.ts';
import type { RunStamp, Transition } from '#core/incident/state.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Verdict } from '#core/verdict/verdict.ts';

/**
 * What happened in watch. `id` counts up from the start of the process and is what a client of events resumes from. `lagMs`:
 * how late the verdicts' run began, where a schedule began it.
 */
export type WatchEvent = { readonly id: number } & (
  | {
      readonly type: 'verdicts';
      readonly run: RunStamp;
      readonly verdicts: readonly Verdict[];
      readonly lagMs?: number;
    }
  | { readonly type: 'incidents'; readonly transitions: readonly Transition[] }
  /** The list was loaded anew, or an edit of it was refused. */
  | { readonly type: 'list' }
);

/** The list that is in use. `loadedAt`: an ISO instant. `faults`: why the newest edit is not in use; empty when it is. */
type ListInUse = {
  readonly list: CheckList;
  readonly loadedAt: string;
  readonly faults: readonly string[];
};

/**
 * How watch itself is. `lagMs`: how late the latest runs began against their schedule, the 99th percentile of the last five
 * minutes. `skipped`: runs that were left out within those, because the one before had not ended: their targets are slow.
 * `troubles`: what is wrong with watch, a sentence each; empty when nothing is.
 */
export type WatchHealth = {
  readonly startedAt: string;
  readonly lastRunAt: string | null;
  readonly running: number;
  readonly lagMs: number;
  readonly skipped: number;
  readonly troubles: readonly string[];
};

/** What the web server of watch is given. */
export type Watching = {
  inUse(): ListInUse;
  /** The latest verdict of a check, kept in memory; null before its first. */
  latest(name: string): PastVerdict | null;
  /** Hears of events until the answer is called. It must not throw. */
  subscribe(listener: (event: WatchEvent) => void): () => void;
  /** Runs a check now, by the workflow, as its schedule would; if it is running, that run's verdict is awaited. */
  runNow(name: string): Promise<Verdict>;
  health(): WatchHealth;
};
