import type { Check } from '#core/check/check.ts';
import { isDynamic } from '#core/check/references.ts';
import { BUDGETS } from '#core/contract.ts';
import type { Redactor } from '#core/redact/redactor.ts';
import { withCuts } from '#core/text/safe-text.ts';
import { answer, type Judged } from '#core/verdict/answer.ts';
import { notSent, type Observation } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEvent, Seen, Verdict } from '#core/verdict/verdict.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from './effects.ts';

/**
 * The checker of a kind: one attempt, which resolves references, observes, judges, redacts and answers. An unhealthy
 * target is an NG verdict; what is thrown is a fault of ours. No value that a reference had, no secret made on the way
 * and no literal credential is in what is answered or thrown: a kind never makes a verdict, so it cannot forget that.
 * `hidden` comes to hold what must not be said of the attempt.
 */
export function checker<C extends Check, O extends Observation>(probe: KindProbe<C, O>) {
  return async (event: CheckerEvent<C>, effects: CheckerEffects, hidden: string[] = []): Promise<Verdict> => {
    const { check } = event;
    try {
      const observed = await observeOnce(probe, check, hidden, effects);
      const judged = await judgedBy(probe, observed, check, effects);
      const isPlain = judged.reason === null && judged.warning === null && hasNoText(judged.seen);
      const shown = isPlain ? judged : await withoutSecrets(probe, check, observed, judged, hidden);
      return answer(event, observed, shown, effects.date());
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
  if (probe.resolvesItself === true || !isDynamic(target)) return probe.observe(check, hiding, target);
  const { resolveReferences } = await import('./secrets/resolve-references.ts');
  const ready = await resolveReferences(target, check, hidden, effects);
  // A failure is an observation of every kind.
  if ('code' in ready) return notSent(ready) as Observation as O;
  return probe.observe({ ...check, target: ready.request, timeoutMs: ready.timeoutMs }, hiding, target);
}

/**
 * Hides the values that references had, the secrets made on the way and the check's literal credentials; then cuts what a
 * target said, of which half a secret may be left otherwise.
 */
export async function redactorFor<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
  hidden: readonly string[],
): Promise<Redactor> {
  return (await redactorsFor(probe, check))(hidden);
}

/** The same for secrets that become known one after the other. */
export async function redactorsFor<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
): Promise<(hidden: readonly string[]) => Redactor> {
  const [{ redactorOf }, evidence] = await Promise.all([import('#core/redact/redactor.ts'), probe.evidence?.()]);
  const literals = evidence?.secretsIn?.(check.target) ?? [];
  return (hidden) => {
    const redact = redactorOf([...hidden, ...literals.map(({ secret }) => secret)]);
    return (text) => withCuts(redact(text));
  };
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

type Plain = { readonly reason: Reason | null; readonly warning: string | null; readonly seen: Seen | null };

async function judgedBy<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  observed: O,
  check: C,
  effects: CheckerEffects,
): Promise<Plain> {
  const reason = await probe.judge(observed, check, effects);
  const warning = reason === null ? (probe.warn?.(observed, check, effects) ?? null) : null;
  return { reason, warning, seen: probe.seen?.(observed, check, effects) ?? null };
}

/** All that is said of an answer, with what an NG shows besides, redacted. */
async function withoutSecrets<C extends Check, O extends Observation>(
  probe: KindProbe<C, O>,
  check: C,
  observed: O,
  { reason, warning, seen }: Plain,
  hidden: readonly string[],
): Promise<Judged> {
  const redact = await redactorFor(probe, check, hidden);
  const evidence = reason === null ? undefined : await probe.evidence?.();
  const { excerpt = null, command = null } = evidence?.shown(observed, check) ?? {};
  return {
    reason: reason && { code: reason.code, message: redact(reason.message) },
    warning: warning && redact(warning),
    seen: seen && redactedSeen(seen, redact),
    excerpt: excerpt && redact(excerpt),
    command: command && redact(command),
  };
}

/** Numbers hold no secret. */
function hasNoText(seen: Seen | null): boolean {
  return seen === null || Object.values(seen).every((value) => typeof value === 'number');
}

/** What was seen within its room; more than that is not shown at all. */
function redactedSeen(seen: Seen, redact: Redactor): Seen | null {
  const texts = Object.entries(seen).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]);
  const redacted: Seen = Object.fromEntries(texts);
  return Buffer.byteLength(JSON.stringify(redacted)) <= BUDGETS.seenBytes ? redacted : null;
}
