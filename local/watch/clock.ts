import type { Moment } from '#core/schedule/due.ts';

/** Time as watch knows it; tests have their own. */
export type Clock = {
  now(): Moment;
  /** Does `work` so many milliseconds later, unless the answer is called before. */
  after(ms: number, work: () => void): () => void;
};

export const SYSTEM_CLOCK: Clock = {
  now: () => ({ wall: Date.now(), steady: performance.now() }),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
