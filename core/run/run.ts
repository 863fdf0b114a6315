import type { AlertSettings } from '../check/alert-settings.ts';
import type { Counts } from '../report/counts.ts';
import type { Notification } from '../report/notification.ts';
import type { Verdict } from '../verdict/verdict.ts';

/**
 * One execution of the workflow over one selection of checks. `shard` is null for a run that no schedule started.
 * `adHoc` is there when the checks came with the input: they are on no list, so nothing is remembered of them, and what
 * their alerts need travels here, by name.
 */
export type Run = {
  readonly id: string;
  readonly startedAt: string;
  readonly trigger: 'schedule' | 'manual';
  readonly shard: string | null;
  readonly concurrency: number;
  readonly region: string;
  /** Names of those of its checks that are guards. Not there when the list has none. */
  readonly guards?: readonly string[];
  readonly adHoc?: readonly (readonly [name: string, settings: AlertSettings])[];
};

/**
 * What TrackIncidents answers. `recorded`: memory is up to date; when false, Finish tries to record once more. `counts`:
 * of the verdicts but those of guards; null where the tracker is dead.
 */
export type Tracked = {
  readonly recorded: boolean;
  readonly counts: Counts | null;
  readonly notifications: readonly Notification[];
};

/** What TrackIncidents and PublishMetrics are given. */
export type ReportInput = { readonly run: Run; readonly verdicts: readonly Verdict[] };
