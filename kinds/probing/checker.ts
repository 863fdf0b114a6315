import type { Check } from '#core/check/check.ts';
import { isDynamic } from '#core/check/references.ts';
import type { Redactor } from '#core/redact/redactor.ts';
import { answer } from '#core/verdict/answer.ts';
import { notSent, type Observation } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from './effects.ts';

/**
 * The checker of a kind: one attempt, which resolves references, observes, judges, redacts and answers. An unhealthy
 * target is an NG verdict; what is thrown is a fault of ours. No value that a reference had, no secret made on the way
 * and no literal credential is in what is answered or thrown: a kind never makes a verdict, so it cannot forget that.
 */
export function checker<C extends Check, O extends Observation>(probe: KindProbe<C, O>) {
  return async (event: CheckerEvent<C>, effects: CheckerEffects): Promise<Verdict> => {
    const { check } = event;
    const hidden: string[] = [];
    try {
      const observed = await observeOnce(probe, check, hidden, effects);
      const reason = await probe.judge(observed, check, effects);
      if (reason === null) return answer(event, observed, null, null, effects.date());
      return await answerNg(probe, event, observed, reason, hidden, effects.date());
    } catch (error) {
      throw await redactedFault(probe, check, hidden, error);
    }
  };
}

/** What came back, with every reference resolved. What must not be said of it goes to `hidden`. */
export async function observeOnce<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
  hidden: string[],
  effects: CheckerEffects,
): Promise<O> {
  const { target } = check;
  const hiding = { ...effects, hide: (secret: string) => void hidden.push(secret) };
  if (!isDynamic(target)) return probe.observe(check, hiding, target);
  const { resolveReferences } = await import('./secrets/resolve-references.ts');
  const ready = await resolveReferences(target, check, hidden, effects);
  // A failure is an observation of every kind.
  if ('code' in ready) return notSent(ready) as Observation as O;
  return probe.observe({ ...check, target: ready.request, timeoutMs: ready.timeoutMs }, hiding, target);
}

/** Hides the values that references had, the secrets made on the way and the check's literal credentials. */
export async function redactorFor<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
  hidden: readonly string[],
): Promise<Redactor> {
  const [{ redactorOf }, evidence] = await Promise.all([import('#core/redact/redactor.ts'), probe.evidence?.()]);
  return redactorOf([...hidden, ...(evidence?.secretsIn(check.target) ?? []).map(({ secret }) => secret)]);
}

/** What may be thrown in place of `error`. */
export async function redactedFault<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
  hidden: readonly string[],
  error: unknown,
): Promise<Error> {
  const { redactedError } = await import('./secrets/redacted-error.ts');
  return redactedError(error, await redactorFor(probe, check, hidden));
}

async function answerNg<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  event: CheckerEvent<C>,
  observed: O,
  { code, message }: Reason,
  hidden: readonly string[],
  at: Date,
): Promise<Verdict> {
  const [redact, evidence] = await Promise.all([redactorFor(probe, event.check, hidden), probe.evidence?.()]);
  const { excerpt = null, command = null } = evidence?.shown(observed, event.check) ?? {};
  const reason = { code, message: redact(message) };
  return answer(event, observed, reason, excerpt && redact(excerpt), at, command && redact(command));
}
