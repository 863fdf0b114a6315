import { NO_PHASES, PHASES, type Phases } from '../verdict/phases.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { type LatencyClasses, latencyClassOf, mergeClasses } from './latency-classes.ts';

/**
 * Verdicts by what they count as. `ok` has the flaky and the degraded ones too; of the latter `degraded` says how many.
 * `excused`: those that count for nothing, because of a maintenance window, or because the monitor itself was offline.
 */
export type Counts = {
  readonly ok: number;
  readonly ng: number;
  readonly degraded: number;
  readonly excused: number;
};

/**
 * What is kept of one check's verdicts over a span of time, when the verdicts themselves are dropped.
 *
 * `at`: where the span begins, milliseconds since 1970, a whole multiple of its length. `latency`: of all that have one and
 * are not excused. `phases`: milliseconds in all, over the `phased` verdicts that have any.
 */
export type Bucket = Counts & {
  readonly at: number;
  readonly latency: LatencyClasses;
  readonly phases: PhaseSums;
  readonly phased: number;
};

type PhaseSums = { readonly [K in keyof Phases]: number };

/** What of a verdict is counted. The workflow has looked at `name` and `outcome` only: the rest may be rubbish. */
export type CountedVerdict = Pick<Verdict, 'name' | 'at' | 'outcome' | 'quiet' | 'degraded' | 'latencyMs' | 'phases'>;

const NO_COUNTS: Counts = { ok: 0, ng: 0, degraded: 0, excused: 0 };
const NO_SUMS: PhaseSums = { dns: 0, connect: 0, tls: 0, firstByte: 0, download: 0 };

/** A bucket with one verdict in it, of the span that begins at `at`. */
export function bucketOf(at: number, verdict: CountedVerdict): Bucket {
  const { outcome, degraded, latencyMs, phases } = verdict;
  const empty = { at, ...NO_COUNTS, latency: [], phases: NO_SUMS, phased: 0 };
  if (isExcused(verdict)) return { ...empty, excused: 1 };
  const measured = measuredPhases(phases);
  const counts = outcome === 'OK' ? { ok: 1, degraded: degraded === true ? 1 : 0 } : { ng: 1 };
  return {
    ...empty,
    ...counts,
    latency: isDuration(latencyMs) ? [[latencyClassOf(latencyMs), 1]] : [],
    ...(measured === null ? {} : { phases: measured, phased: 1 }),
  };
}

/** One bucket of several, of the span that begins at `at`. They may be of any shorter spans within it, in any order. */
export function mergeBuckets(at: number, buckets: readonly Bucket[]): Bucket {
  return {
    at,
    ...addCounts(buckets),
    latency: mergeClasses(buckets.map(({ latency }) => latency)),
    phases: buckets.reduce((sums, { phases }) => mapPhases((phase) => added(sums[phase], phases[phase])), NO_SUMS),
    phased: buckets.reduce((sum, { phased }) => sum + phased, 0),
  };
}

/** The counts of several, added. */
export function addCounts(several: readonly Counts[]): Counts {
  let { ok, ng, degraded, excused } = NO_COUNTS;
  for (const counts of several) {
    ok += counts.ok;
    ng += counts.ng;
    degraded += counts.degraded;
    excused += counts.excused;
  }
  return { ok, ng, degraded, excused };
}

/** The share of verdicts that were OK, from 0 to 1, of those that count; null where none does. */
export function uptimeOf({ ok, ng }: Pick<Counts, 'ok' | 'ng'>): number | null {
  return ok + ng === 0 ? null : ok / (ok + ng);
}

/** What is muted, or NG under the news of another, is down all the same: it is quiet, not excused. */
function isExcused({ quiet }: CountedVerdict): boolean {
  return quiet?.because === 'maintenance' || quiet?.because === 'offline' || quiet?.because === 'guard';
}

/** Null where no phase was measured. */
function measuredPhases(phases: Phases | null | undefined): PhaseSums | null {
  const known = phases ?? NO_PHASES;
  if (!Object.values(known).some(isDuration)) return null;
  return mapPhases((phase) => (isDuration(known[phase]) ? added(0, known[phase]) : 0));
}

/** The sums of phases in their order. */
export function sumsOf(phases: Bucket['phases']): readonly number[] {
  return PHASES.map((phase) => phases[phase]);
}

/** Sums of phases out of a list in their order, 0 where it has none. */
export function sumsIn(sums: readonly number[]): Bucket['phases'] {
  return mapPhases((phase) => sums[PHASES.indexOf(phase)] ?? 0);
}

function mapPhases(sumOf: (phase: keyof Phases) => number): PhaseSums {
  return {
    dns: sumOf('dns'),
    connect: sumOf('connect'),
    tls: sumOf('tls'),
    firstByte: sumOf('firstByte'),
    download: sumOf('download'),
  };
}

const isDuration = (ms: unknown): ms is number => typeof ms === 'number' && Number.isFinite(ms) && ms >= 0;

/** To a microsecond, so that a sum is the same in whatever order it was made. */
const added = (sum: number, ms: number): number => Math.round((sum + ms) * 1000) / 1000;
