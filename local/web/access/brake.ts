/** So many wrong ones wait at a time; more are refused at once. */
const MOST_WAITING = 32;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** Without wrong ones for as long, the next is the first again. */
const FORGET_MS = 60_000;
const MOST_KNOWN = 10_000;

/** Slows down whoever tries tokens. The right one is never slowed, so that nobody can lock its owner out. */
export type Brake = {
  /** Waits, longer with each try from an address; false where too many wait. */
  hold(from: string): Promise<boolean>;
};

/** `now`: milliseconds. */
export function brakeOf(now: () => number, pause: (ms: number) => Promise<void>): Brake {
  const tries = new Map<string, { readonly count: number; readonly at: number }>();
  let waiting = 0;
  return {
    async hold(from) {
      if (waiting >= MOST_WAITING) return false;
      const before = tries.get(from);
      const count = before !== undefined && now() - before.at < FORGET_MS ? before.count + 1 : 1;
      tries.delete(from);
      tries.set(from, { count, at: now() });
      const oldest = tries.size > MOST_KNOWN ? tries.keys().next().value : undefined;
      if (oldest !== undefined) tries.delete(oldest);
      waiting += 1;
      try {
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1)));
      } finally {
        waiting -= 1;
      }
      return true;
    },
  };
}
