import type { TcpCheck } from '#core/check/check.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { TcpObservation } from '#core/verdict/observation.ts';
import { NO_PHASES } from '#core/verdict/verdict.ts';

/** What may happen to a port, and what is expected of it. */
export function tcpTrials(check: TcpCheck, healthy: TcpObservation): Trial[] {
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
