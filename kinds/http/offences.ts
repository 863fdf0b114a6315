import type { KindOffences } from '../kind.ts';
import type { HttpCheck } from './check.ts';
import type { HttpObservation } from './observation.ts';
import { madeUp } from './offences/made-up.ts';
import { httpTrials } from './offences/trials.ts';

/** What `rollcall prove` breaks of an http check. An answer that never came offers nothing to break. */
export const httpOffences: KindOffences<HttpCheck, HttpObservation> = {
  madeUp,
  trials: (check, healthy, at) => (healthy.outcome === 'response' ? httpTrials(check, healthy, at) : []),
};
