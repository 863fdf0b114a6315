import type { Trial } from '#core/prove/trial.ts';
import { type HttpCheck, NO_EXPECT } from '../check.ts';
import type { HttpObservation, HttpResponse } from '../observation.ts';
import { HTTP_MUTATIONS } from './mutations.ts';
import type { Offence } from './offence.ts';
import { plainOffences } from './plain-offences.ts';
import { moreOffences } from './rare-offences.ts';

/** All that a check of a healthy target has to notice: what may happen to any, and what offends each expectation. */
export function httpTrials(check: HttpCheck, healthy: HttpResponse, date: Date): Trial<HttpCheck, HttpObservation>[] {
  const mutations = HTTP_MUTATIONS.map(({ answers, ...mutation }) => {
    return { ...mutation, answers: answers(check, healthy, date), checks: [check] };
  });
  const offences = [...plainOffences(check.expect, healthy), ...moreOffences(check.expect, healthy, date)];
  return [...mutations.filter(({ answers }) => answers.length > 0), ...offences.map((one) => trialOf(check, one))];
}

/** Judged by itself as well, or another expectation could hide that this one is not evaluated. */
function trialOf(check: HttpCheck, { path, what, alone, answers, advice }: Offence): Trial<HttpCheck, HttpObservation> {
  return {
    name: path,
    what,
    answers,
    checks: [check, { ...check, expect: { ...NO_EXPECT, ...alone } }],
    advice: advice ?? `expect.${path} is accepted and not evaluated: this is a fault of Rollcall`,
  };
}
