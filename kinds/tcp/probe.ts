import type { TcpCheck } from '#core/check/check.ts';
import { isDynamic } from '#core/check/references.ts';
import { answer } from '#core/verdict/answer.ts';
import { notSent, type TcpObservation } from '#core/verdict/observation.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import { judgeTcp } from '../http/judge/judge.ts';
import { connectionMade, elapsed, endAttempt, failed, startAttempt } from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { phasesOf } from '../probing/timeline.ts';

/**
 * One attempt at a TCP check: it is OK when a connection can be made. Nothing is sent. Its one setting that can be a
 * secret is the host, whose value is in nothing that is answered or thrown.
 */
export async function checkTcp(event: CheckerEvent<TcpCheck>, effects: CheckerEffects): Promise<Verdict> {
  if (isDynamic(event.check.tcp)) return checkNamed(event, effects);
  const observed = await observe(event.check, effects);
  return answer(event, observed, judgeTcp(observed, event.check.expect), null, effects.date());
}

/** The same with a host that a reference names. */
async function checkNamed(event: CheckerEvent<TcpCheck>, effects: CheckerEffects): Promise<Verdict> {
  const { check } = event;
  const hidden: string[] = [];
  const [{ resolveReferences }, { redactedError }, { redactorOf }] = await Promise.all([
    import('../probing/secrets/resolve-references.ts'),
    import('../probing/secrets/redacted-error.ts'),
    import('#core/redact/redactor.ts'),
  ]);
  try {
    const ready = await resolveReferences(check.tcp, check, hidden, effects);
    const observed =
      'code' in ready
        ? notSent(ready)
        : await observe({ ...check, tcp: ready.request, timeoutMs: ready.timeoutMs }, effects);
    const reason = judgeTcp(observed, check.expect);
    const told = reason && { code: reason.code, message: redactorOf(hidden)(reason.message) };
    return answer(event, observed, told, null, effects.date());
  } catch (error) {
    throw redactedError(error, redactorOf(hidden));
  }
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
