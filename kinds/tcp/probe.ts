import { tooSlow } from '#core/verdict/latency.ts';
import type { KindProbe } from '../kind.ts';
import { connectionMade, elapsed, endAttempt, failed, startAttempt } from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { phasesOf } from '../probing/timeline.ts';
import type { TcpCheck } from './check.ts';
import type { TcpObservation } from './observation.ts';

/** A check of kind tcp: it is OK when a connection can be made. Nothing is sent. */
export const tcpProbe: KindProbe<TcpCheck, TcpObservation> = {
  observe,
  judge: (observed, { expect }) =>
    observed.outcome === 'failure' ? observed.reason : tooSlow(observed.latencyMs, expect.latencyMs),
};

async function observe({ target, ...limits }: TcpCheck, effects: CheckerEffects): Promise<TcpObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    const socket = await connectTcp(target, attempt);
    if ('code' in socket) return failed(attempt, socket);
    connectionMade(attempt);
    socket.destroy();
    return { outcome: 'connected', phases: phasesOf(attempt.line), latencyMs: elapsed(attempt) };
  } finally {
    endAttempt(attempt);
  }
}
