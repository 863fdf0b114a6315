const SPAN_MS = 5 * 60_000;
/** Of more runs than so many in five minutes the latest ones count. */
const MOST = 32_768;

/** How late runs begin. */
export type Lag = {
  /** `at`: when, by the steady clock; `lateMs`: how late. */
  add(at: number, lateMs: number): void;
  /** The 99th percentile of the last five minutes, milliseconds; 0 where nothing ran. */
  p99(now: number): number;
};

/** Keeps a fixed amount of memory, however much runs. */
export function newLag(): Lag {
  const at = new Float64Array(MOST).fill(Number.NEGATIVE_INFINITY);
  const late = new Float64Array(MOST);
  let next = 0;
  return {
    add(moment, lateMs) {
      at[next] = moment;
      late[next] = lateMs;
      next = (next + 1) % MOST;
    },
    p99(now) {
      const recent = late.filter((_, index) => (at[index] ?? 0) > now - SPAN_MS).sort();
      return recent[Math.ceil(recent.length * 0.99) - 1] ?? 0;
    },
  };
}
