import type { Undelivered } from '../receivers/deliver.ts';
import type { Kept } from '../receivers/errands.ts';

/** When a receiver that did not take an alert is tried again. */
export type Patience = {
  isReady(receiver: string, errands: readonly Kept[]): boolean;
  /** Those that did not take their last. */
  failing(): readonly string[];
  tried(receiver: string, left: readonly Undelivered<Kept>[]): void;
  /** Milliseconds until the first of them is. */
  soonestMs(): number;
};

/** The restart of a receiver takes seconds; what is out of reach for longer is asked each minute. */
const PAUSES_MS = [2_000, 10_000, 60_000];

type Failed = {
  readonly until: number;
  readonly times: number;
  readonly isPassing: boolean;
  readonly tried: ReadonlySet<string>;
};

export function newPatience(steady: () => number): Patience {
  const failed = new Map<string, Failed>();
  return {
    isReady(receiver, errands) {
      const known = failed.get(receiver);
      if (known === undefined || steady() >= known.until) return true;
      // One that refuses an alert may take another.
      return !known.isPassing && errands.some((errand) => !known.tried.has(keyOf(errand)));
    },
    failing: () => [...failed.keys()],
    tried(receiver, left) {
      if (left.length === 0) return void failed.delete(receiver);
      const times = failed.get(receiver)?.times ?? 0;
      const pause = PAUSES_MS[Math.min(times, PAUSES_MS.length - 1)] ?? 0;
      return void failed.set(receiver, {
        until: steady() + pause,
        times: times + 1,
        isPassing: left.some(({ isPassing }) => isPassing),
        tried: new Set(left.map(({ errand }) => keyOf(errand))),
      });
    },
    soonestMs: () => Math.max(0, Math.min(...[...failed.values()].map(({ until }) => until)) - steady()),
  };
}

const keyOf = ({ waiting, notification }: Kept): string =>
  waiting === undefined ? JSON.stringify(notification) : String(waiting.id);
