import type { RunStamp, Transition } from '../incident/state.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What history keeps of one run: the same on one machine, as rows, and on AWS, as one packed item. */
export type RunHistory = {
  readonly run: RunStamp;
  /** Without those of guards. */
  readonly verdicts: readonly Verdict[];
  readonly transitions: readonly Transition[];
};
