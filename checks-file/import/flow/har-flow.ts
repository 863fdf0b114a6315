import type { HttpRequest } from '#kinds/http/check.ts';
import type { HarEntry } from '../har-request.ts';
import { counted, type Draft, type Reading, type StepDraft } from '../imported-check.ts';
import { type AnswerValue, type RecordedAnswer, valuesOf } from './answer-values.ts';
import { captureMark, captureNamer, stepNamer } from './flow-draft.ts';
import { withMarks } from './resent.ts';

/** A recorded request in its order, with what it was answered. */
export type Recorded = { readonly draft: Draft; readonly entry: HarEntry };

const MOST_STEPS = 20;

type Known = AnswerValue & { readonly step: number; name: string | null };

/**
 * One flow of a recording: a value that an answer has and a later request sends again becomes a capture. What was sent
 * before it was answered is the author's own, and stays. Cookies that answers set are the flow's own business.
 */
export function flowOf(recorded: readonly Recorded[]): Pick<Reading, 'drafts' | 'leftovers' | 'notes'> {
  const kept = withoutRepeats(recorded);
  const taken = kept.slice(0, MOST_STEPS);
  const known = new Map<string, Known>();
  const sent = new Set<string>();
  const cookies = new Set<string>();
  const nameOf = stepNamer();
  const captureName = captureNamer();
  const steps = taken.map(({ draft, entry }, step): StepDraft => {
    const own = draft.request as HttpRequest;
    const used = (value: string): string | null => {
      const found = known.get(value);
      if (found === undefined) return null;
      found.name ??= captureName(found.words);
      return captureMark(found.name);
    };
    const request = withMarks(withoutCookies(own, cookies), used);
    for (const value of partsOf(own)) sent.add(value);
    for (const one of valuesOf(answerOf(entry))) {
      if ('cookie' in one.from) cookies.add(one.words);
      if (!sent.has(one.value) && !known.has(one.value)) known.set(one.value, { ...one, step, name: null });
    }
    return { ...draft, request, name: nameOf(`${own.method} ${pathOf(own.url)}`), capture: {} };
  });
  const flow = steps.map((step, index) => ({ ...step, capture: captured(known, index) }));
  const beyond = kept.slice(MOST_STEPS);
  const draft: Draft = { where: 'log.entries', tags: [], request: null, expect: {}, name: 'flow', flow };
  const repeats = recorded.length - kept.length;
  return {
    drafts: flow.length === 0 ? [] : [draft],
    leftovers: beyond.map(({ draft: { where } }) => ({ where, what: `a flow has at most ${MOST_STEPS} steps` })),
    notes: repeats > 0 ? [`${counted(repeats, 'repeated request')} merged with the one before`] : [],
  };
}

function captured(known: ReadonlyMap<string, Known>, step: number): StepDraft['capture'] {
  const own = [...known.values()].filter((one) => one.step === step && one.name !== null);
  return Object.fromEntries(
    own.map(({ name, from, words }) => [name, isOpen(words) ? { ...from, show: true } : from] as const),
  );
}

/** What only names a thing is no secret. */
function isOpen(words: string): boolean {
  return /^(?:.*_)?id$|[a-z]Id$|^(?:etag|location)$/.test(words) && !/session|token/i.test(words);
}

/** A request that is sent again and again, as one that waits for something, is one step. */
function withoutRepeats(recorded: readonly Recorded[]): readonly Recorded[] {
  const key = (one: Recorded | undefined) => JSON.stringify([one?.draft.request, one?.draft.expect.status]);
  return recorded.filter((one, index) => index === 0 || key(one) !== key(recorded[index - 1]));
}

function answerOf({ response }: HarEntry): RecordedAnswer {
  const { text = '', encoding } = response.content ?? {};
  return {
    headers: response.headers ?? [],
    body: encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text,
  };
}

/** Cookies that an answer before has set go by themselves. */
function withoutCookies(request: HttpRequest, set: ReadonlySet<string>): HttpRequest {
  const headers = request.headers.flatMap(([name, value]): (readonly [string, string])[] => {
    if (!/^cookie$/i.test(name)) return [[name, value]];
    const own = value.split(/;\s*/).filter((pair) => !set.has(pair.split('=', 1)[0] ?? ''));
    return own.length === 0 ? [] : [[name, own.join('; ')]];
  });
  return { ...request, headers };
}

/** Every value that a request sends. */
function partsOf(request: HttpRequest): readonly string[] {
  const parts: string[] = [];
  withMarks(request, (value) => {
    parts.push(value);
    return null;
  });
  return parts;
}

function pathOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] || '/';
}
