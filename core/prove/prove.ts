import type { Check } from '../check/check.ts';
import { slownessOf } from '../verdict/latency.ts';
import type { Observation } from '../verdict/observation.ts';
import type { Reason } from '../verdict/reason.ts';
import type { Trial } from './trial.ts';

/** Why an observation is not what a check wants; null when it is. */
export type Judge = (observed: Observation, check: Check) => Promise<Reason | null>;

/**
 * What came of one trial. `NG`: as it must be. `OK`: the check did not notice. `allowed`: nor did it, and may do so.
 * `untried`: no answer could be made up that offends the expectation. `advice`, what to add, is there on OK.
 */
type TrialOutcome = {
  readonly name: string;
  readonly what: string;
  readonly outcome: 'NG' | 'OK' | 'allowed' | 'untried';
  readonly advice?: string;
};

/** `proven`: every trial was noticed, or may be missed. `survived`: some was not. `unproven`: there is no healthy answer. */
export type Proof = Pick<Check, 'name' | 'kind'> & {
  readonly outcome: 'proven' | 'survived' | 'unproven';
  /** Why it is unproven; null otherwise. */
  readonly reason: Reason | null;
  readonly trials: readonly TrialOutcome[];
};

/**
 * Judges a healthy answer as it would be if something were wrong, for each thing that could be. `trialsOf`: these things,
 * as the check's kind makes them from a healthy answer. `allow`: what any check may miss, beside what its own settings
 * allow.
 */
export async function prove(
  check: Check,
  healthy: Observation,
  judge: Judge,
  trialsOf: (healthy: Observation) => readonly Trial[],
  allow: readonly string[] = [],
): Promise<Proof> {
  const reason = await judge(healthy, check);
  if (reason !== null) return unproven(check, reason);
  const allowed = [...allow, ...(check.prove?.allow ?? [])];
  const trials: TrialOutcome[] = [];
  for (const trial of trialsOf(healthy)) {
    const isNoticed = trial.answers.length > 0 && (await isAlwaysNg(trial, judge));
    trials.push(outcomeOf(trial, isNoticed, allowed));
  }
  const outcome = trials.some((trial) => trial.outcome === 'OK') ? 'survived' : 'proven';
  return { name: check.name, kind: check.kind, outcome, reason: null, trials };
}

/** The proof of a check that could not be tried, with why. */
export function unproven({ name, kind }: Check, reason: Reason): Proof {
  return { name, kind, outcome: 'unproven', reason, trials: [] };
}

async function isAlwaysNg({ name, answers, checks }: Trial, judge: Judge): Promise<boolean> {
  for (const check of checks) {
    for (const observed of answers) {
      if ((await judge(observed, check)) === null && !isMarked(name, observed, check)) return false;
    }
  }
  return true;
}

function outcomeOf(
  { name, what, answers, advice }: Trial,
  isNoticed: boolean,
  allowed: readonly string[],
): TrialOutcome {
  if (answers.length === 0) return { name, what, outcome: 'untried' };
  if (isNoticed) return { name, what, outcome: 'NG' };
  if (allowed.includes(name)) return { name, what, outcome: 'allowed' };
  return { name, what, outcome: 'OK', advice };
}

/** A check whose owner says when an answer is slow has it marked as that, which is enough for one that is slow. */
function isMarked(name: string, observed: Observation, { degraded }: Check): boolean {
  return name === 'slow' && degraded !== undefined && slownessOf(observed, degraded) !== null;
}
