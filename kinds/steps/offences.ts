import type { KindOffences } from '../kind.ts';
import type { StepsCheck } from './check.ts';
import type { StepsObservation } from './observation.ts';
import { madeUpFlow } from './offences/made-up.ts';
import { flowTrials } from './offences/trials.ts';

/** What `rollcall prove` breaks of a flow: one step at a time. A flow that never began offers nothing to break. */
export const stepsOffences: KindOffences<StepsCheck, StepsObservation> = {
  madeUp: madeUpFlow,
  trials: (check, healthy, at) => (healthy.outcome === 'failure' ? [] : flowTrials(check, healthy, at)),
};
