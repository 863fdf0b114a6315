import type { RunStamp } from '../incident/state.ts';
import { type Bucket, bucketOf, type CountedVerdict, mergeBuckets } from './bucket.ts';
import { beginOf, SPAN_MS } from './spans.ts';

/** Buckets by the name of their check, those of each check in the order of time. */
export type Buckets = ReadonlyMap<string, readonly Bucket[]>;

/** What of a run is folded. */
export type FoldedRun = {
  readonly run: Pick<RunStamp, 'startedAt'>;
  readonly verdicts: readonly CountedVerdict[];
};

/**
 * The fold of the history: verdicts of runs into buckets of five minutes, beside those that are there already.
 *
 *     const today = foldRuns(runs, before); // buckets of `before` and of `runs`, of five minutes
 *     const hours = foldBuckets(today.get('orders-api') ?? [], SPAN_MS.hour);
 *
 * A verdict counts at its own `at`, and at the start of its run where it has none. A run that is folded twice counts
 * twice: who calls it keeps account of which runs are in. Runs may come in any order, and in any portions.
 */
export function foldRuns(runs: Iterable<FoldedRun>, before: Buckets = new Map()): Buckets {
  const found = new Map<string, Bucket[]>();
  for (const { run, verdicts } of runs) {
    for (const verdict of verdicts) {
      const one = bucketOf(beginOf(timeOfVerdict(verdict, run), SPAN_MS.fiveMinutes), verdict);
      const others = found.get(verdict.name);
      if (others === undefined) found.set(verdict.name, [one]);
      else others.push(one);
    }
  }
  const after = new Map(before);
  for (const [name, buckets] of found) {
    after.set(name, foldBuckets([...(before.get(name) ?? []), ...buckets], SPAN_MS.fiveMinutes));
  }
  return after;
}

/**
 * Buckets of one check folded into those of a longer span, or those of several parts of the same span into one each; in the
 * order of time. They may come in any order.
 */
export function foldBuckets(buckets: readonly Bucket[], spanMs: number): readonly Bucket[] {
  return [...Map.groupBy(buckets, ({ at }) => beginOf(at, spanMs))]
    .toSorted(([a], [b]) => a - b)
    .map(([at, within]) => mergeBuckets(at, within));
}

/** When a verdict counts, milliseconds. */
function timeOfVerdict({ at }: Pick<CountedVerdict, 'at'>, { startedAt }: Pick<RunStamp, 'startedAt'>): number {
  const answered = Date.parse(at);
  return Number.isNaN(answered) ? Date.parse(startedAt) : answered;
}
