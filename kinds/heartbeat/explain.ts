import type { KindExplanation } from '../kind.ts';
import type { HeartbeatCheck } from './check.ts';
import type { HeartbeatObservation } from './observation.ts';
import { standingOf } from './standing.ts';
import { timeIn } from './time-in.ts';

/** What `run --verbose` says of what is known of a job. */
export const heartbeatExplanation: KindExplanation<HeartbeatCheck, HeartbeatObservation> = {
  learnsSecrets: () => false,
  expectations: (observed, { target }, at) => {
    const { word, reason, warning, due } = standingOf(observed, target, at.getTime());
    const text = reason?.message ?? warning ?? `job is ${word}, next due at ${timeIn(due, target)}`;
    return [{ isHeld: reason === null, text }];
  },
};
