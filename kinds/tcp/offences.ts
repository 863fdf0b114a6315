import type { Trial } from '#core/prove/trial.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { KindOffences } from '../kind.ts';
import type { TcpCheck } from './check.ts';
import type { TcpObservation } from './observation.ts';

/** What may happen to a port, and what is expected of it. */
function trials(check: TcpCheck, healthy: TcpObservation): Trial<TcpCheck, TcpObservation>[] {
  if (healthy.outcome === 'failure') return [];
  const { timeoutMs, expect } = check;
  const { latencyMs } = expect;
  const checks = [check];
  const later = (ms: number): TcpObservation => {
    return { ...healthy, latencyMs: ms, phases: { ...healthy.phases, connect: ms } };
  };
  return [
    {
      name: 'no-answer',
      what: 'no connection',
      answers: [refused('refused', 1), refused('connect-timeout', timeoutMs)],
      checks,
      advice: 'this is a fault of Rollcall: no setting can mend it',
    },
    {
      name: 'slow',
      what: 'a connection just within the timeout',
      answers: [later(timeoutMs)],
      checks,
      advice: 'add latency for the longest it may take, or degraded to have it marked',
    },
    ...(latencyMs === null
      ? []
      : [
          {
            name: 'latency',
            what: `a connection after ${latencyMs + 1} ms`,
            answers: [later(latencyMs + 1)],
            checks,
            advice: 'expect.latency is not evaluated',
          },
        ]),
  ];
}

function refused(code: 'refused' | 'connect-timeout', latencyMs: number): TcpObservation {
  return { outcome: 'failure', reason: { code, message: code }, status: null, phases: NO_PHASES, latencyMs };
}

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: null, download: null };

/** What `rollcall prove` breaks of a tcp check. */
export const tcpOffences: KindOffences<TcpCheck, TcpObservation> = {
  madeUp: () => ({ outcome: 'connected', latencyMs: 0, phases: PHASES }),
  trials,
};
