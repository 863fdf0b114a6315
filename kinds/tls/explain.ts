import type { KindExplanation } from '../kind.ts';
import type { Expectation } from '../probing/trace/trace.ts';
import type { TlsCheck } from './check.ts';
import { expectationsOf } from './judge/judge.ts';
import type { TlsObservation } from './observation.ts';

/** What `run --verbose` says of a handshake. */
export const tlsExplanation: KindExplanation<TlsCheck, TlsObservation> = {
  learnsSecrets: () => false,
  expectations: (secured, { expect }, at) =>
    expectationsOf(secured, expect, at).flatMap(({ what, reasons }): Expectation[] => {
      if (reasons.length === 0) return [{ isHeld: true, text: what }];
      return reasons.map(({ message }) => ({ isHeld: false, text: message }));
    }),
};
