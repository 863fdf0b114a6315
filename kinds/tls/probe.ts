import type { KindProbe } from '../kind.ts';
import type { TlsCheck } from './check.ts';
import { judgeSecured, keyText, warnOf } from './judge/judge.ts';
import type { TlsObservation } from './observation.ts';
import { observe } from './probe/observe.ts';

/** A check of kind tls: one handshake, and what the server shows in it. Nothing is sent but what asks for TLS. */
export const tlsProbe: KindProbe<TlsCheck, TlsObservation> = {
  observe,
  judge: (observed, { expect }, { date }) =>
    observed.outcome === 'failure' ? observed.reason : judgeSecured(observed, expect, date()),
  warn: (observed, { expect }, { date }) => (observed.outcome === 'failure' ? null : warnOf(observed, expect, date())),
  seen: (observed) => {
    if (observed.outcome === 'failure') return null;
    const { protocol, cipher, links } = observed;
    const [own] = links;
    return { protocol, cipher, ...(own !== undefined && { key: keyText(own.key) }) };
  },
  evidence: async () => (await import('./evidence.ts')).tlsEvidence,
};
