import type { KindExplanation } from '../kind.ts';
import type { TlsCheck } from './check.ts';
import { expectationsOf } from './judge/judge.ts';
import type { TlsObservation } from './observation.ts';

/** What `run --verbose` says of a handshake. */
export const tlsExplanation: KindExplanation<TlsCheck, TlsObservation> = {
  expectations: (secured, { expect }, at) =>
    expectationsOf(secured, expect, at).flatMap(({ what, reasons }) =>
      reasons.length === 0
        ? [{ isHeld: true, text: what }]
        : reasons.map(({ message }) => ({ isHeld: false, text: message })),
    ),
};
