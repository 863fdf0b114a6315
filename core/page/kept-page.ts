import { type Bars, daysIn } from '../history/bars.ts';
import type { Bucket } from '../history/bucket.ts';
import { foldBuckets, foldRuns } from '../history/fold.ts';
import { type IncidentRecord, incidentRecords } from '../history/incident-record.ts';
import type { LocalDay } from '../history/local-days.ts';
import type { RunHistory } from '../history/run-history.ts';
import { SPAN_MS, UPCOMING_MS } from '../history/spans.ts';
import { upcomingWindows } from '../incident/upcoming-windows.ts';
import type { PastVerdict } from '../status/past-verdict.ts';
import type { Remembered } from '../status/remembered.ts';
import { lastRunOf, statusOf } from '../status/status.ts';
import type { CheckDetails, PageData } from './page-data.ts';
import type { PagePlan } from './page-plan.ts';

const DAY_MS = 24 * 3_600_000;
/** What the page of a check shows of its latest answers. */
export const SHOWN_RESULTS = 20;

/**
 * What is known of runs. `current`: by shard, those that are not in `bars` and `incidents` yet. `earlier`: by shard, some of
 * before, where the current ones are few; they are counted already, or too old for that.
 */
export type KeptRuns = {
  readonly bars: Bars;
  readonly incidents: readonly IncidentRecord[];
  readonly current: ReadonlyMap<string, readonly RunHistory[]>;
  readonly earlier: ReadonlyMap<string, readonly RunHistory[]>;
};

/** The page of a moment. `changed`: checks of which something was reported in the current runs, at or after an instant. */
export type KeptPage = {
  readonly data: PageData;
  readonly changed: (since: number) => ReadonlySet<string>;
  /** `earlier`: the check's buckets of five minutes that are in the bars, of the last day. */
  readonly details: (name: string, earlier: readonly Bucket[]) => CheckDetails;
};

/** Puts together what is kept, what is open, and what the list says. `days`: those that are shown. `now`: milliseconds. */
export function keptPage(
  plan: PagePlan,
  kept: KeptRuns,
  remembered: Remembered,
  days: readonly LocalDay[],
  now: number,
): KeptPage {
  const { settings, checks, maintenance } = plan;
  const current = [...kept.current.values()].flat();
  const buckets = foldRuns(current);
  const results = resultsIn([...kept.earlier.values(), ...kept.current.values()].flat());
  const transitions = current.flatMap((run) => run.transitions);
  const names = checks.map(({ name }) => name);
  const bars = daysIn(kept.bars, names, buckets, days);
  const data: PageData = {
    settings,
    status: statusOf(remembered, observedOf(kept), now),
    checks: checks.map((check) => ({
      ...check,
      latest: results.get(check.name)?.[0] ?? null,
      days: bars.get(check.name) ?? [],
    })),
    incidents: incidentRecords(transitions, kept.incidents),
    upcoming: upcomingWindows(maintenance, now, now + UPCOMING_MS),
    faults: [],
  };
  return {
    data,
    changed: (since) => new Set(transitions.flatMap(({ check, at }) => (Date.parse(at) >= since ? [check] : []))),
    details: (name, earlier) => ({
      results: (results.get(name) ?? []).slice(0, SHOWN_RESULTS),
      recent: recentOf([...earlier, ...(buckets.get(name) ?? [])], now),
      // Strangers see neither, so neither is here.
      configuration: '',
      command: null,
    }),
  };
}

/** The latest verdicts of each check, newest first; a run that is there twice counts once. */
function resultsIn(runs: readonly RunHistory[]): ReadonlyMap<string, readonly PastVerdict[]> {
  const once = new Map(runs.map((history) => [history.run.id, history]));
  const newest = [...once.values()].toSorted((a, b) => Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt));
  const found = new Map<string, PastVerdict[]>();
  for (const { run, verdicts } of newest) {
    for (const verdict of verdicts) {
      const own = found.get(verdict.name);
      if (own === undefined) found.set(verdict.name, [{ run, verdict }]);
      else if (own.length < SHOWN_RESULTS) own.push({ run, verdict });
    }
  }
  return found;
}

function recentOf(buckets: readonly Bucket[], now: number): readonly Bucket[] {
  // A run over the full hour has a part of a span in two hours.
  return foldBuckets(buckets, SPAN_MS.fiveMinutes).filter(({ at }) => at > now - DAY_MS);
}

function observedOf({ current, earlier }: KeptRuns) {
  const shards = new Set([...current.keys(), ...earlier.keys()]);
  const lastRuns = [...shards].flatMap((shard) => {
    const latest = current.get(shard)?.at(-1) ?? earlier.get(shard)?.at(-1);
    return latest === undefined ? [] : [[shard, lastRunOf(latest.run, latest.verdicts)] as const];
  });
  return { lastRuns: new Map(lastRuns), noneSince: new Map(), certificates: [], troubles: [], unknown: [] };
}
