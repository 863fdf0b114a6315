import type { Protocol } from '../work.ts';

export type Job = {
  readonly protocol: Protocol;
  /** Where the server listens, without a path. */
  readonly base: string;
  readonly checks: number;
};

/** What one run of one contender cost. */
export type Cost = {
  /** Checks that it found OK; anything below all of them makes the figures worthless. */
  readonly ok: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Null where one figure would say nothing: many short processes. */
  readonly peakBytes: number | null;
};

export type Contender = {
  readonly run: (job: Job) => Promise<Cost>;
  readonly stop: () => Promise<void>;
};

/** For a contender that leaves nothing running. */
export const NOTHING_TO_STOP = (): Promise<void> => Promise.resolve();
