import type { Check, HttpExpect } from '../check/check.ts';
import type { HttpObservation, TcpObservation } from '../verdict/observation.ts';

export type Observation = HttpObservation | TcpObservation;

/**
 * One thing that could be wrong with a target, and what it would answer then.
 *
 * `name` is that of a mutation, such as `error-page`, or the path of an expectation below `expect`. `what` is said of
 * the answers, in words. Each of them has to be NG by each of the checks. No answers: none could be made up. `advice`:
 * what to add where one stays OK.
 */
export type Trial = {
  readonly name: string;
  readonly what: string;
  readonly answers: readonly Observation[];
  readonly checks: readonly Check[];
  readonly advice: string;
};

/** An expectation that an answer offends: `alone` is the expectation and no other, `answers` are healthy but for it. */
export type Offence = {
  readonly path: string;
  readonly what: string;
  readonly alone: Partial<HttpExpect>;
  readonly answers: readonly HttpObservation[];
  /** Where something else is wrong than that it is not evaluated. */
  readonly advice?: string;
};
