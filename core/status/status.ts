import type { Schedule } from '../check/check.ts';
import type { NamedShard } from '../incident/homes.ts';
import type { RunStamp } from '../incident/state.ts';
import { spokenDuration } from '../text/duration.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { overdueMs } from './overdue.ts';
import type { Remembered } from './remembered.ts';

/** A run by its start, an ISO instant, and how many of its checks were OK, and NG without being quiet on purpose. */
export type LastRun = { readonly startedAt: string; readonly ok: number; readonly ng: number };

/** A run as its last, by its verdicts. */
export function lastRunOf({ startedAt }: Pick<RunStamp, 'startedAt'>, verdicts: readonly Verdict[]): LastRun {
  const ok = verdicts.filter(({ outcome }) => outcome === 'OK').length;
  const ng = verdicts.filter(({ outcome, quiet }) => outcome === 'NG' && quiet === undefined).length;
  return { startedAt, ok, ng };
}

/** A certificate that ends soon, by its fingerprint, and the checks that show it. */
export type EndingCertificate = {
  readonly fingerprint: string;
  readonly daysLeft: number;
  readonly checks: readonly string[];
};

/** What can be wrong with the monitor itself. */
type TroubleKind =
  | 'offline'
  | 'overdue'
  | 'never-ran'
  | 'execution-failed'
  | 'execution-timed-out'
  | 'dead-letters'
  | 'undelivered'
  | 'alarm'
  | 'unsent'
  | 'watch';

/** One thing that is wrong with the monitor itself, in words. `since`: an ISO instant, null where nobody knows. */
export type Trouble = { readonly kind: TroubleKind; readonly message: string; readonly since: string | null };

/** What is seen of runs and of the monitor where it runs. */
export type Observed = {
  /** By the id of their shard. */
  readonly lastRuns: ReadonlyMap<string, LastRun>;
  /** Since when a shard that has no last run has had none, an ISO instant by its id, where that is known. */
  readonly noneSince: ReadonlyMap<string, string>;
  readonly certificates: readonly EndingCertificate[];
  readonly troubles: readonly Trouble[];
  /** What could not be asked, and why, a sentence each. */
  readonly unknown: readonly string[];
};

/** A shard's last run. `overdueMs`: how long the next has been missing, null while there is time for it. */
export type ShardStatus = {
  readonly shard: string;
  readonly schedule: Schedule;
  /** How many checks it has. */
  readonly checks: number;
  readonly lastRun: LastRun | null;
  readonly overdueMs: number | null;
};

/**
 * All that `rollcall status` shows. `monitor`: what is wrong with Rollcall itself, empty when nothing is. `unknown`: what
 * could not be asked.
 */
export type Status = Pick<Remembered, 'timezone' | 'open' | 'mutes' | 'maintenance'> & {
  /** The moment that it is about, an ISO instant. */
  readonly at: string;
  readonly certificates: readonly EndingCertificate[];
  readonly shards: readonly ShardStatus[];
  readonly monitor: readonly Trouble[];
  readonly unknown: readonly string[];
};

/** What is remembered and what is seen, as one. `now`: milliseconds. */
export function statusOf(remembered: Remembered, observed: Observed, now: number): Status {
  const { timezone, open, offline, mutes, maintenance } = remembered;
  const shards = remembered.shards.map((shard) => shardStatus(shard, observed, now));
  const outage =
    offline === null ? [] : [{ kind: 'offline', message: offline.reason.message, since: offline.since } as const];
  return {
    at: new Date(now).toISOString(),
    timezone,
    open,
    mutes,
    maintenance,
    certificates: observed.certificates,
    shards,
    monitor: [...outage, ...shards.flatMap(lateness), ...observed.troubles],
    unknown: observed.unknown,
  };
}

function shardStatus(shard: NamedShard, { lastRuns, noneSince }: Observed, now: number): ShardStatus {
  const { id, schedule, checks } = shard;
  const lastRun = lastRuns.get(id) ?? null;
  const last = lastRun?.startedAt ?? noneSince.get(id) ?? null;
  return { shard: id, schedule, checks: checks.length, lastRun, overdueMs: overdueMs(shard, last, now) };
}

function lateness({ shard, lastRun, overdueMs }: ShardStatus): readonly Trouble[] {
  if (overdueMs === null) return [];
  const message = `a run of ${shard} is overdue for ${spokenDuration(overdueMs)}`;
  return [{ kind: 'overdue', message, since: lastRun?.startedAt ?? null }];
}
