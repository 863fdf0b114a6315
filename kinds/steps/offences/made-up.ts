import { compilePath } from '#core/matching/json-path.ts';
import type { HttpCheck, HttpExpect, MoreExpect } from '../../http/check.ts';
import { type HttpResponse, headerValues } from '../../http/observation.ts';
import { madeUp, textsOf } from '../../http/offences/made-up.ts';
import { literalOf } from '../../http/offences/made-up-json.ts';
import type { Capture, Source, Step, StepsCheck } from '../check.ts';
import { filledExpect } from '../judge/fill-expect.ts';
import type { Flow, Names, StepRun, Value } from '../observation.ts';
import { withNames } from '../probe/names.ts';

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: 0, download: 0 };
const MADE_UP = 'ok';

/** A flow that fits what a check expects of each step, without asking anybody; what is captured is made up too. */
export function madeUpFlow(check: StepsCheck, at: Date): Flow {
  const { vars, flow } = check.target;
  const made: Names = new Map(
    vars.map(([name, text]): [string, Value] => [name, { text, captured: false, shown: true }]),
  );
  const names = new Map(made);
  const runs = flow.map((step, index): StepRun => {
    const before = new Map(names);
    const observed = answerTo(check, step, before, at);
    for (const { name, from } of step.capture)
      names.set(name, { text: capturedIn(from, observed), captured: true, shown: true });
    return { index, step, names: before, observed, tries: 1, retried: 0, ms: 0, lacks: [] };
  });
  const certificate = runs.flatMap(({ observed }) => certificateIn(observed))[0] ?? null;
  return {
    outcome: 'flow',
    latencyMs: 0,
    phases: PHASES,
    status: 200,
    facts: { certificate },
    runs,
    end: runs.length - 1,
    vars: made,
  };
}

function certificateIn(observed: StepRun['observed']) {
  return observed.outcome === 'response' ? (observed.facts?.certificate ?? []) : [];
}

function answerTo(check: StepsCheck, step: Step, names: Names, at: Date): HttpResponse {
  const expect = merged(filledExpect(step.expect, names), step.until && filledExpect(step.until.expect, names));
  const target = { ...step.http, url: withNames(step.http.url, names) };
  const asked: HttpCheck = { ...check, kind: 'http', target, expect: withCaptured(expect, step.capture) };
  return step.capture.reduce(withSource, madeUp(asked, at));
}

/** Both of what is expected each time and what must hold at last. */
function merged(expect: HttpExpect, until: HttpExpect | undefined): HttpExpect {
  if (until === undefined) return expect;
  const [one, other] = [expect.more ?? {}, until.more ?? {}];
  const texts = [...[until.keyword ?? []].flat(), ...textsOf(one.keywords), ...textsOf(other.keywords)];
  const more: MoreExpect = {
    ...one,
    ...other,
    json: [...(one.json ?? []), ...(other.json ?? [])],
    keywords: { all: texts },
    headers: [...(one.headers ?? []), ...(other.headers ?? [])],
  };
  return {
    ...expect,
    status: until.status.length === 0 ? expect.status : until.status,
    headers: [...expect.headers, ...until.headers],
    more: withoutEmpty(more),
  };
}

function withoutEmpty({ json = [], ...more }: MoreExpect): MoreExpect {
  return json.length === 0 ? more : { ...more, json };
}

/** What is captured from a body stands in it, before what is expected of it, which may want another value there. */
function withCaptured(expect: HttpExpect, captures: readonly Capture[]): HttpExpect {
  const paths = captures.flatMap(({ from }) => ('json' in from ? [{ path: from.json, exists: true }] : []));
  const texts = captures.flatMap(({ from }) => ('regex' in from ? [sampleOf(from.regex)] : []));
  if (captures.length === 0) return expect;
  const { more = {} } = expect;
  const json = [...paths, ...(more.json ?? [])];
  return {
    ...expect,
    more: withoutEmpty({ ...more, json, keywords: { all: [...textsOf(more.keywords), ...texts] } }),
  };
}

/** What a plain regex matches, its groups by their simplest text. */
function sampleOf(pattern: string): string {
  const plain = pattern.replace(/\((?:\?:)?((?:\[[^\]]{0,80}\]|\\.|[^()[\]\\]){0,80})\)/g, (_, group: string) =>
    /\\d|0-9/.test(group) ? '1' : MADE_UP,
  );
  return literalOf(plain);
}

function withSource(answer: HttpResponse, { from }: Capture): HttpResponse {
  const add = (name: string, value: string): HttpResponse => {
    return { ...answer, rawHeaders: [...answer.rawHeaders, name, value] };
  };
  if ('cookie' in from) return add('set-cookie', `${from.cookie}=${MADE_UP}`);
  if (!('header' in from)) return answer;
  return headerValues(answer.rawHeaders, from.header.toLowerCase()).length > 0 ? answer : add(from.header, MADE_UP);
}

function capturedIn(from: Source, answer: HttpResponse): string {
  if ('status' in from) return String(answer.status);
  if ('header' in from) return headerValues(answer.rawHeaders, from.header.toLowerCase())[0] ?? MADE_UP;
  if ('certificate' in from) return answer.facts?.certificate?.[from.certificate] ?? MADE_UP;
  if (!('json' in from)) return MADE_UP;
  return String(compilePath(from.json).valuesIn(JSON.parse(answer.body.toString()))[0]);
}
