import { hasReference, referencesIn } from '#core/check/references.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import type { HttpCheck, HttpExpect, HttpRequest } from './check.ts';
import { PATIENT, QUICK } from './judge/bound.ts';
import { isHeavy, judgeWhole } from './judge/judge-whole.ts';
import type { HttpObservation } from './observation.ts';
import { observe } from './probe/observe.ts';

/** A check of kind http: one request, its redirects included, and what its answer means. */
export const httpProbe: KindProbe<HttpCheck, HttpObservation> = {
  observe: (check, effects, written) => observe(guarded(check, written), effects),
  judge: (observed, { expect }, effects) => judgeAnswer(observed, expect, effects),
  evidence: async () => (await import('./evidence.ts')).httpEvidence,
};

/** Whatever its name, a header with a reference in it is a credential, and so is a body: redirects must not carry it elsewhere. */
function guarded(check: HttpCheck, { headers, body, follow }: HttpRequest): HttpCheck {
  if (follow === 0) return check;
  const secret = headers.flatMap(([name, value]) => (hasReference(value) ? [name.toLowerCase()] : []));
  const secretBody = referencesIn(body).length > 0;
  if (secret.length === 0 && !secretBody) return check;
  const redirects = { ...check.target.redirects, secret, ...(secretBody && { secretBody }) };
  return { ...check, target: { ...check.target, redirects } };
}

/**
 * Why an answer is not what is expected; null when it is. On this thread what is over in an instant, as most is. A process
 * that has one check at a time knows no other thread.
 */
export async function judgeAnswer(
  observed: HttpObservation,
  expect: HttpExpect,
  { date, isAlone }: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<Reason | null> {
  if (isAlone === true || observed.outcome !== 'response' || !isHeavy(observed, expect)) {
    const judged = await judgeWhole(observed, expect, date(), isAlone === true ? PATIENT : QUICK);
    if (judged !== null || observed.outcome !== 'response') return judged?.reason ?? null;
  }
  const { judgeAside } = await import('./judge/judge-aside.ts');
  return judgeAside({ observed, expect, date: date() });
}
