import type { TcpCheck } from '#core/checks/check.ts';
import { answer } from '#core/verdict/answer.ts';
import { judgeTcp } from '#core/verdict/judge.ts';
import type { TcpObservation } from '#core/verdict/observation.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { connectionMade, elapsed, endAttempt, failed, startAttempt } from '#functions/runtime/attempt.ts';
import type { CheckerEffects } from '#functions/runtime/effects.ts';
import { connectTcp } from '#functions/runtime/tcp-connect.ts';
import { phasesOf } from '#functions/runtime/timeline.ts';

/** One attempt at a TCP check: it is OK when a connection can be made. Nothing is sent. */
export async function checkTcp(event: CheckerEvent<TcpCheck>, effects: CheckerEffects): Promise<Verdict> {
  const observed = await observe(event.check, effects);
  return answer(event, observed, judgeTcp(observed, event.check.expect), null, effects.date());
}

async function observe({ tcp, ...limits }: TcpCheck, effects: CheckerEffects): Promise<TcpObservation> {
  const attempt = startAttempt(limits, effects, tcp.allowPrivate);
  try {
    const socket = await connectTcp(tcp, attempt);
    if ('code' in socket) return failed(attempt, socket);
    connectionMade(attempt);
    socket.destroy();
    return { outcome: 'connected', phases: phasesOf(attempt.line), latencyMs: elapsed(attempt) };
  } finally {
    endAttempt(attempt);
  }
}
