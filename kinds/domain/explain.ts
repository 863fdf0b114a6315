import type { KindExplanation } from '../kind.ts';
import type { DomainCheck } from './check.ts';
import type { DomainObservation } from './observation.ts';
import { expectationsOf } from './probe.ts';

/** What `run --verbose` says of a registration. */
export const domainExplanation: KindExplanation<DomainCheck, DomainObservation> = {
  learnsSecrets: () => false,
  expectations: (observed, { expect }, at) =>
    expectationsOf(observed, expect, at).map(({ what, reason }) => ({
      isHeld: reason === null,
      text: reason?.message ?? what,
    })),
};
