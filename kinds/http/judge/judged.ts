import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import type { HttpExpect } from '../check.ts';
import type { HttpObservation } from '../observation.ts';
import { PATIENT, QUICK } from './bound.ts';
import { isHeavy, judgeWhole } from './judge-whole.ts';

/**
 * Why an observation is not what is expected; null when it is. On this thread what is over in an instant, as most is. A
 * process that has one check at a time knows no other thread.
 */
export async function judged(
  observed: HttpObservation,
  expect: HttpExpect,
  { date, isAlone }: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Reason | null> {
  if (isAlone === true || observed.outcome !== 'response' || !isHeavy(observed, expect)) {
    const judged = await judgeWhole(observed, expect, date(), isAlone === true ? PATIENT : QUICK);
    if (judged !== null || observed.outcome !== 'response') return judged?.reason ?? null;
  }
  const { judgeAside } = await import('./judge-aside.ts');
  return judgeAside({ observed, expect, date: date() });
}
