import type { Check } from '#core/check/check.ts';
import { maskMessage } from '#core/redact/mask-message.ts';
import type { Redactor } from '#core/redact/redactor.ts';
import type { Failure, Observation } from '#core/verdict/observation.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import type { KindExplanation, KindProbe } from '../../kind.ts';
import { checker, redactorsFor } from '../checker.ts';
import type { CheckerEffects } from '../effects.ts';
import { newRecorder } from './recorder.ts';
import type { Expectation, Said, TraceListener } from './trace.ts';

/** A body is looked through as far as this for secrets, so that one that lies across the end of what is shown is whole. */
const MOST_SAID = 8 * 1024;
/** What is shown of a body, in characters. */
const SHOWN_SAID = 1024;

/** How a kind asks and judges, and how it explains an answer. */
type Traced<C extends Check, O extends Observation> = {
  readonly probe: KindProbe<C, O>;
  readonly explanation: KindExplanation<C, O>;
};

/**
 * The checker of a kind, which also tells `listener` of each attempt what it did and what each expectation came to. No
 * checker on AWS has it. What is told is redacted like a verdict, and further by the names of headers and fields, because
 * it shows much more. A line is reported at once, without what is known as a secret by then: of an attempt that learns
 * secrets from answers only what comes before the first answer, which is ours, and which step it has come to.
 */
export async function tracedCheck<C extends Check, O extends Observation>(
  { probe, explanation }: Traced<C, O>,
  event: CheckerEvent<C>,
  effects: CheckerEffects,
  listener: TraceListener,
): Promise<Verdict> {
  const { check } = event;
  const hidden: string[] = [];
  const attempt = { name: check.name, kind: check.kind, attempt: event.previous.attempts + 1 };
  const redactors = await redactorsFor(probe, check);
  const seen = shownBy(redactors, hidden);
  const learns = explanation.learnsSecrets(check);
  let [hasAnswer, isOver] = [false, false];
  const recorder = newRecorder(effects.now, ({ atMs, mark, text }, isOurs) => {
    hasAnswer ||= mark === '<';
    const isHeld = learns && hasAnswer && !isOurs;
    if (!isOver) listener.line?.(attempt, { atMs, mark, text: isHeld ? null : seen(text) });
  });
  let observed: O | null = null;
  let verdict: Verdict | null = null;
  const watched: KindProbe<C, O> = {
    ...probe,
    observe: async (...asked) => {
      observed = await probe.observe(...asked);
      return observed;
    },
  };
  listener.begun?.(attempt);
  try {
    verdict = await checker(watched)(event, { ...effects, trace: recorder.trace }, hidden);
    return verdict;
  } finally {
    // A connection may have more to say when it is destroyed.
    isOver = true;
    const lines = recorder.lines().map(({ atMs, mark, text }) => ({ atMs, mark, text: seen(text) }));
    listener.ended({
      ...attempt,
      lines,
      ...(await explained(explanation, observed, check, effects, redactors(hidden))),
      verdict,
      recheckAfterSeconds: verdict?.recheck === true ? check.recheckAfterSeconds : null,
    });
  }
}

/** A line as it may be seen by now: `hidden` grows while the attempt goes on. */
function shownBy(redactors: (hidden: readonly string[]) => Redactor, hidden: readonly string[]): Redactor {
  let known = hidden.length;
  let redact = redactors(hidden);
  return (text) => {
    if (hidden.length !== known) redact = redactors(hidden);
    known = hidden.length;
    return redact(maskMessage(text));
  };
}

async function explained<C extends Check, O extends Observation>(
  { expectations, said }: KindExplanation<C, O>,
  observed: O | null,
  check: C,
  effects: CheckerEffects,
  redact: Redactor,
): Promise<{ readonly said: Said | null; readonly expectations: readonly Expectation[] }> {
  if (observed === null || observed.outcome === 'failure') return { said: null, expectations: [] };
  const answered = observed as Exclude<O, Failure>;
  const found = await expectations(answered, check, effects.date());
  return {
    said: beginningOf(said?.(answered, check) ?? null, redact),
    expectations: found.map(({ isHeld, text }) => ({ isHeld, text: redact(text) })),
  };
}

function beginningOf(said: Said | null, redact: Redactor): Said | null {
  if (said === null) return null;
  const read = said.text.length > MOST_SAID ? `${said.text.slice(0, MOST_SAID)}…` : said.text;
  // As a message without a head: fields of secret names have no values here either.
  const text = redact(maskMessage(`\n\n${read}`).slice(2));
  return {
    remark: redact(said.remark),
    text: text.length > SHOWN_SAID ? `${text.slice(0, SHOWN_SAID).toWellFormed()}…` : text,
  };
}
