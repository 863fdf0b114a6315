import { judged } from '../../http/judge/judged.ts';
import type { HttpObservation } from '../../http/observation.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import type { Step } from '../check.ts';
import type { Judged, Names } from '../observation.ts';
import { capturesOf } from './capture.ts';
import { filledExpect } from './fill-expect.ts';

/** Judges one answer by what its step expects, then by `until`, then by what is to be captured. */
export async function judgeStep(
  step: Step,
  observed: HttpObservation,
  names: Names,
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Judged> {
  const { values: captured, reason: lack } = await capturesOf(step.capture, observed);
  const reason = await judged(observed, filledExpect(step.expect, names), effects);
  if (reason !== null) return { reason, isWaiting: false, captured };
  const waits =
    step.until === undefined ? null : await judged(observed, filledExpect(step.until.expect, names), effects);
  return { reason: waits ?? lack, isWaiting: waits !== null, captured };
}
