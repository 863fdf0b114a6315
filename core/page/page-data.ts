import type { Schedule } from '../check/check.ts';
import type { MaintenanceWindow } from '../check/maintenance-window.ts';
import type { Bucket } from '../history/bucket.ts';
import type { Day } from '../history/days.ts';
import type { IncidentRecord } from '../history/incident-record.ts';
import type { PastVerdict } from '../status/past-verdict.ts';
import type { Status } from '../status/status.ts';
import type { PageSettings } from './page-settings.ts';

/**
 * All that the pages show, as the list and the store say it; no secret is in it. The pages are pure functions of this: watch
 * makes it from SQLite, the function on AWS from S3, `export` from the file.
 */
export type PageData = {
  readonly settings: PageSettings;
  /** The moment that it is about is `status.at`; times are shown in `status.timezone`, UTC where that is null. */
  readonly status: Status;
  /** In the list's order. */
  readonly checks: readonly PageCheck[];
  /** Open ones, and those of the last 90 days, newest first. */
  readonly incidents: readonly IncidentRecord[];
  /** Windows that open within the next 30 days, soonest first. `from` and `until`: ISO instants. */
  readonly upcoming: readonly (Pick<MaintenanceWindow, 'name' | 'checks'> & {
    readonly from: string;
    readonly until: string;
  })[];
  /** Why the newest edit of the checks file is not in use, a sentence each; empty when it is. */
  readonly faults: readonly string[];
};

/** One check. `days`: the last 90, oldest first, today last. */
export type PageCheck = {
  readonly name: string;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly schedule: Schedule;
  readonly latest: PastVerdict | null;
  readonly days: readonly Day[];
};

/** What the page of one check shows beside that. */
export type CheckDetails = {
  /** The latest ones, newest first. */
  readonly results: readonly PastVerdict[];
  /** Buckets of five minutes of the last 24 hours, oldest first; a span without verdicts has none. */
  readonly recent: readonly Bucket[];
  /** The check as its owner wrote it, in YAML, credentials redacted and references as they are written. */
  readonly configuration: string;
  /** A command that asks the target again by hand, where there is one. */
  readonly command: string | null;
};
