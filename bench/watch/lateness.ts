/** `requests`: all. `p99Ms`: how late 99 of 100 came at most. `missed`: how many turns passed without a request. */
export type Lateness = { readonly requests: number; readonly p99Ms: number; readonly missed: number };

/**
 * How late requests came against a schedule of one each `every` milliseconds, seen from the target alone: the earliest of each
 * target says when its turns begin. `arrivals`: of each target, milliseconds of one clock in ascending order.
 */
export function lateness(arrivals: readonly (readonly number[])[], every: number): Lateness {
  const late = arrivals.flatMap((times) => {
    const turns = times.map((time) => time - turnOf(time, times[0] ?? 0, every) * every);
    const begin = Math.min(...turns);
    return turns.map((turn) => turn - begin);
  });
  const sorted = late.toSorted((a, b) => a - b);
  const missed = arrivals.reduce((sum, times) => {
    const last = turnOf(times.at(-1) ?? 0, times[0] ?? 0, every);
    return sum + Math.max(0, last + 1 - times.length);
  }, 0);
  return { requests: late.length, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0, missed };
}

function turnOf(time: number, first: number, every: number): number {
  return Math.round((time - first) / every);
}
