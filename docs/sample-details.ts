import type { Bucket } from '#core/history/bucket.ts';
import { type LatencyClasses, latencyClassOf } from '#core/history/latency-classes.ts';
import type { CheckDetails, PageCheck } from '#core/page/page-data.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { shownConfiguration } from '#local/page/configuration.ts';
import { checkNamed } from './sample-reasons.ts';

const FIVE_MINUTES_MS = 5 * 60_000;
const BUCKETS = 288;

/** A check's last hours: a hill of latencies, a gap, and its results. */
export function sampleDetails(check: PageCheck, at: string): CheckDetails {
  const now = Date.parse(at);
  const first = Math.floor(now / FIVE_MINUTES_MS) * FIVE_MINUTES_MS - (BUCKETS - 1) * FIVE_MINUTES_MS;
  const recent = Array.from({ length: BUCKETS }, (_, index) => bucketOf(check, first + index * FIVE_MINUTES_MS, index));
  return {
    results: resultsOf(check, now),
    // Somebody stopped the monitor for an hour.
    recent: recent.filter((_, index) => index < 60 || index > 72),
    ...shownConfiguration(checkNamed(check.name, check.tags), check.latest),
  };
}

function bucketOf({ latest }: PageCheck, at: number, index: number): Bucket {
  const usual = latest?.verdict.latencyMs ?? 80;
  const hill = 1 + 2.2 * Math.exp(-(((index - 190) / 22) ** 2)) + 0.15 * Math.sin(index / 9);
  const middle = usual * 0.8 * hill;
  const latencies = [0.7, 0.9, 1, 1.15, 1.6 + (index % 7) / 10].map((part) => middle * part);
  return {
    at,
    ok: 5,
    ng: 0,
    degraded: 0,
    excused: 0,
    latency: classesOf(latencies),
    phases: { dns: 5 * 2, connect: 5 * 8, tls: 5 * 17, firstByte: 5 * middle * 0.75, download: 5 * 4 },
    phased: 5,
  };
}

function resultsOf({ latest }: PageCheck, now: number): readonly PastVerdict[] {
  if (latest === null) return [];
  return Array.from({ length: 20 }, (_, index) => {
    const at = new Date(now - 20_000 - index * 60_000).toISOString();
    const { verdict } = latest;
    const isLikeLatest = index < 8;
    const well = { outcome: 'OK', reason: null, degraded: false, label: 'OK', status: 200 } as const;
    const { warning: _warning, excerpt: _excerpt, ...rest } = verdict;
    const shown = isLikeLatest ? verdict : { ...rest, ...well };
    const latencyMs = verdict.latencyMs === null ? null : Math.round(verdict.latencyMs * (1 + 0.2 * Math.sin(index)));
    return { run: { id: `run-${index}`, startedAt: at }, verdict: { ...shown, at, latencyMs } };
  });
}

function classesOf(latencies: readonly number[]): LatencyClasses {
  const classes = Map.groupBy(latencies, latencyClassOf);
  return [...classes].map(([latencyClass, of]) => [latencyClass, of.length] as const).toSorted(([a], [b]) => a - b);
}
