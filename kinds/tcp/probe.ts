import { tooSlow } from '#core/verdict/latency.ts';
import type { KindProbe } from '../kind.ts';
import type { TcpCheck } from './check.ts';
import type { TcpObservation } from './observation.ts';
import { observe } from './observe.ts';

/** A check of kind tcp: a connection that can be made, and what is said over it where that is asked for. */
export const tcpProbe: KindProbe<TcpCheck, TcpObservation> = {
  observe,
  judge: (observed, { expect }) => {
    if (observed.outcome === 'failure') return observed.reason;
    const { talk, latencyMs } = observed;
    if (talk === undefined || expect.exchange === undefined) return tooSlow(latencyMs, expect.latencyMs);
    return import('./judge.ts').then(({ judgeTalk }) => judgeTalk(talk, latencyMs, expect));
  },
  seen: (observed) => {
    if (observed.outcome === 'failure' || observed.talk === undefined) return null;
    return { steps: observed.talk.stepsMs, bytes: observed.talk.heardBytes };
  },
  evidence: async () => (await import('./evidence.ts')).tcpEvidence,
};
