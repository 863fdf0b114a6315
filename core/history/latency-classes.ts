/**
 * How many latencies fell into each class, the classes in ascending order and without the empty ones. Classes are spaced
 * evenly on a logarithmic scale, so that percentiles of any sum of buckets are within 2 % of those of the latencies
 * themselves, from 0.1 ms to 60 s: half of what a class is wide.
 */
export type LatencyClasses = readonly (readonly [latencyClass: number, count: number])[];

/** A class ends 4 % above where it begins, and stands for the value that is 2 % at most from both. */
const RATIO = 1.04;
/** What is quicker is in class 0. */
const QUICKEST_MS = 0.1;
/** The one that 60 s is in. No check waits longer, and what says that it did is in this one too. */
const LAST_CLASS = Math.ceil(Math.log(60_000 / QUICKEST_MS) / Math.log(RATIO));

/** The class that a latency is in, from 0 to 340. `ms`: a number, not negative. */
export function latencyClassOf(ms: number): number {
  if (ms <= QUICKEST_MS) return 0;
  return Math.min(LAST_CLASS, Math.ceil(Math.log(ms / QUICKEST_MS) / Math.log(RATIO)));
}

/** What a latency of this class is said to be, milliseconds. */
function latencyIn(latencyClass: number): number {
  return QUICKEST_MS * RATIO ** latencyClass * (2 / (1 + RATIO));
}

/** Classes out of a flat list of them: a class, its count, the next class and so on. */
export function classesIn(flat: readonly number[]): LatencyClasses {
  return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at] ?? 0, flat[2 * at + 1] ?? 0] as const);
}

/** The counts of several, added. */
export function mergeClasses(several: readonly LatencyClasses[]): LatencyClasses {
  const [first = [], ...others] = several.filter((classes) => classes.length > 0);
  if (others.length === 0) return first;
  const counts = new Map<number, number>();
  for (const [latencyClass, count] of several.flat()) counts.set(latencyClass, (counts.get(latencyClass) ?? 0) + count);
  return [...counts].toSorted(([a], [b]) => a - b);
}

/**
 * The latency, milliseconds, that a share `p` of all is not above: 0.95 for the 95th percentile, which is the value at place
 * ⌈p·n⌉ of n in ascending order. Null where nothing was counted.
 */
export function percentile(classes: LatencyClasses, p: number): number | null {
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  // 0.07 · 100 is 7.000000000000001.
  let left = Math.max(1, Math.ceil(p * total - 1e-9));
  for (const [latencyClass, count] of classes) {
    left -= count;
    if (left <= 0) return latencyIn(latencyClass);
  }
  return null;
}
