import type { Check } from '../check/check.ts';
import type { Observation } from '../verdict/observation.ts';

/**
 * One thing that could be wrong with a target, and what it would answer then.
 *
 * `name` is that of a mutation, such as `error-page`, or the path of an expectation below `expect`. `what` is said of
 * the answers, in words. Each of them has to be NG by each of the checks. No answers: none could be made up. `advice`:
 * what to add where one stays OK.
 */
export type Trial<C extends Check = Check, O extends Observation = Observation> = {
  readonly name: string;
  readonly what: string;
  readonly answers: readonly O[];
  readonly checks: readonly C[];
  readonly advice: string;
};
