import { type Bucket, type Counts, mergeBuckets, uptimeOf } from './bucket.ts';
import { type ErrorBudget, errorBudget } from './error-budget.ts';
import type { Buckets } from './fold.ts';
import type { IncidentRecord } from './incident-record.ts';
import { percentile } from './latency-classes.ts';
import { daysOfMonth } from './local-days.ts';
import { type OutageFigures, outageFigures, outagesOf } from './outages.ts';

/** Percentiles of latencies, milliseconds, within 2 %; null where none was measured. */
type Latencies = { readonly p50: number; readonly p95: number; readonly p99: number } | null;

/** What a month comes to, of one check or of all. `uptime`: from 0 to 1, null where nothing was counted. */
type Figures = OutageFigures & { readonly uptime: number | null; readonly latency: Latencies };

/** A check's month. `slo`: null where it has no objective, or nothing was counted. */
export type CheckMonth = Counts &
  Figures & {
    readonly name: string;
    readonly tags: readonly string[];
    readonly slo: ErrorBudget | null;
  };

/**
 * A month of a list. `from` and `until`: ISO instants, up to now while it is `isOver` false. `overall`: `uptime` is the mean of
 * the checks', however often each is called; `latency` is of all answers together; `sloMet` and `sloMissed` count checks.
 */
export type MonthReport = {
  readonly month: string;
  readonly timezone: string;
  readonly from: string;
  readonly until: string;
  readonly isOver: boolean;
  readonly overall: Figures & { readonly sloMet: number; readonly sloMissed: number };
  readonly checks: readonly CheckMonth[];
};

/** A check by what a report needs of it. `slo`: percent, null for none. */
type ReportedCheck = { readonly name: string; readonly tags: readonly string[]; readonly slo: number | null };

/** `month`: as 2026-11. `now`: milliseconds. `buckets`: those of the month, of any length. */
export type MonthSeen = {
  readonly month: string;
  readonly timezone: string | null;
  readonly now: number;
  readonly checks: readonly ReportedCheck[];
  readonly buckets: Buckets;
  readonly incidents: readonly IncidentRecord[];
};

/** The report of a month that has begun. */
export function monthReport({ month, timezone, now, checks, buckets, incidents }: MonthSeen): MonthReport {
  const days = daysOfMonth(month, timezone);
  const [from, end] = [days[0]?.from ?? 0, days.at(-1)?.until ?? 0];
  const time = { from, until: Math.min(end, Math.max(from, now)), monthMs: end - from };
  const names = new Set(checks.map(({ name }) => name));
  const outages = outagesOf(incidents).filter(({ check }) => names.has(check));
  const byCheck = Map.groupBy(outages, ({ check }) => check);
  const seen = checks.map((check) => {
    const all = mergeBuckets(from, buckets.get(check.name) ?? []);
    const observedMs = observed(buckets.get(check.name) ?? [], time);
    const uptime = uptimeOf(all);
    const month: CheckMonth = {
      name: check.name,
      tags: check.tags,
      ...countsIn(all),
      uptime,
      ...outageFigures(byCheck.get(check.name) ?? [], time, observedMs),
      latency: latenciesIn(all),
      slo: check.slo === null ? null : errorBudget(check.slo, uptime, { observedMs, monthMs: time.monthMs }),
    };
    return { month, all, observedMs };
  });
  const uptimes = seen.flatMap((one) => one.month.uptime ?? []);
  const objectives = seen.flatMap((one) => one.month.slo ?? []);
  const observedMs = seen.reduce((sum, one) => sum + one.observedMs, 0);
  return {
    month,
    timezone: timezone ?? 'UTC',
    from: new Date(from).toISOString(),
    until: new Date(time.until).toISOString(),
    isOver: now >= end,
    overall: {
      uptime: uptimes.length === 0 ? null : uptimes.reduce((sum, uptime) => sum + uptime, 0) / uptimes.length,
      ...outageFigures(outages, time, observedMs),
      latency: latenciesIn(
        mergeBuckets(
          from,
          seen.map(({ all }) => all),
        ),
      ),
      sloMet: objectives.filter(({ isMet }) => isMet).length,
      sloMissed: objectives.filter(({ isMet }) => !isMet).length,
    },
    checks: seen.map((one) => one.month),
  };
}

/** From the first verdict of the month on: of what was before it nothing is known. */
function observed(
  buckets: readonly Bucket[],
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const first = Math.min(...buckets.filter(({ ok, ng }) => ok + ng > 0).map(({ at }) => at));
  return Math.max(0, until - Math.max(from, first));
}

function countsIn({ ok, ng, degraded, excused }: Counts): Counts {
  return { ok, ng, degraded, excused };
}

function latenciesIn({ latency }: Pick<Bucket, 'latency'>): Latencies {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => percentile(latency, p));
  if (p50 == null || p95 == null || p99 == null) return null;
  return { p50: rounded(p50), p95: rounded(p95), p99: rounded(p99) };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;
