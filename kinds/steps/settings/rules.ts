import { piecesOf } from '#core/check/references.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { expectedPatternFaults, patternFault } from '#core/settings/pattern-faults.ts';
import { connectTimeoutFaults, sharedRules } from '#core/settings/shared-rules.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { formatDuration, parseDuration } from '#core/text/duration.ts';
import type { Path } from '#core/text/json-values.ts';
import { BODIES } from '../../http/settings/body.ts';
import { requestShape } from '../../http/settings/entry.ts';
import { httpRules, judgedFaults } from '../../http/settings/rules.ts';
import { nameIn } from '../probe/names.ts';
import { readCommand } from './curl.ts';
import { type AuthoredSteps, flowTimes, stepDefaults } from './entry.ts';
import { graphqlBody } from './graphql.ts';
import type { AuthoredStep } from './step.ts';

type StepDraft = Draft<AuthoredStep>;
type Vars = Readonly<Record<string, string | undefined>>;

const MOST_CAPTURES = 30;

/** What is wrong between the settings of a flow, each of which is right by itself. */
export function stepsRules(draft: Draft<AuthoredSteps>, defaults: Defaults, around: Surroundings): PathFault[] {
  const { flow: sound = [], vars = {}, ...times } = draft.steps ?? {};
  // What soundFlow leaves of each step.
  const flow = sound as unknown as readonly StepDraft[];
  const { timeoutMs, cleanupMs } = flowTimes(times, defaults);
  const own = stepDefaults(times, defaults);
  const shows = flow.some(({ http }) => http?.url === undefined || mayShow(http, vars));
  return [
    ...sharedRules(draft, timeoutMs, shows),
    ...cleanupFaults(times.cleanup, timeoutMs, cleanupMs),
    ...connectTimeoutFaults(times, defaults, 'steps'),
    ...repeatedSteps(flow),
    ...captureCount(flow),
    ...flow.flatMap((step, index) => stepFaults(step, vars, own, around, timeoutMs).map(under(index))),
  ];
}

function mayShow({ url = '', follow }: NonNullable<StepDraft['http']>, vars: Vars): boolean {
  return !/^http:/i.test(plainUrl(url, vars)) || Number(follow ?? 0) > 0;
}

function under(index: number): (fault: PathFault) => PathFault {
  return (fault) => ({ ...fault, path: ['steps', 'flow', index, ...fault.path] });
}

function cleanupFaults(cleanup: string | undefined, timeoutMs: number, cleanupMs: number): PathFault[] {
  if (cleanup === undefined || cleanupMs < timeoutMs) return [];
  const most = formatDuration(timeoutMs);
  const message = `is "${cleanup}", which leaves no time for the other steps; write less than the timeout, ${most}`;
  return [{ path: ['steps', 'cleanup'], message }];
}

function repeatedSteps(flow: readonly StepDraft[]): PathFault[] {
  const names = flow.map(({ name }) => name);
  return names.flatMap((name, index): PathFault[] => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    const message = `is "${name}", the name of {twin} too; give each step its own`;
    return [{ path: ['steps', 'flow', index, 'name'], message, twin: ['steps', 'flow', first, 'name'] }];
  });
}

function captureCount(flow: readonly StepDraft[]): PathFault[] {
  const count = flow.reduce((sum, { capture = {} }) => sum + Object.keys(capture).length, 0);
  if (count <= MOST_CAPTURES) return [];
  return [{ path: ['steps', 'flow'], message: `captures ${count} values; write at most ${MOST_CAPTURES}` }];
}

/** The rules of an http check, and those of what only a step has. Paths begin at the step. */
function stepFaults(step: StepDraft, vars: Vars, defaults: Defaults, around: Surroundings, most: number): PathFault[] {
  const { expect, until } = step;
  const { sent, faults } =
    step.curl === undefined ? httpFaults(step, vars, defaults, around) : curlFaults(step, around);
  return [
    ...faults,
    ...tooLong(step.http?.timeout, ['http', 'timeout'], most),
    ...tooLong(until?.within, ['until', 'within'], most),
    ...untilFaults(until, sent, most, around),
    ...expectedPatternFaults(expect, ['expect'], around),
    ...expectedPatternFaults(until, ['until'], around),
    ...Object.entries(step.capture ?? {}).flatMap(([name, from]) => captureFaults(from ?? {}, name, around)),
  ];
}

type Asked = { readonly sent: Sent; readonly faults: readonly PathFault[] };

function httpFaults(step: StepDraft, vars: Vars, defaults: Defaults, around: Surroundings): Asked {
  const { http, expect, degraded } = step;
  if (http === undefined) {
    return { sent: {}, faults: [{ path: [], message: 'has no request; write http or curl' }] };
  }
  const { graphql, url, ...rest } = http;
  const plain = url === undefined ? undefined : plainUrl(url, vars);
  const request = { ...rest, ...(plain !== undefined && { url: plain }) };
  const second = graphql === undefined ? [] : secondBody(request);
  const sent = { ...request, ...(graphql !== undefined && second.length === 0 && { json: graphqlBody(graphql) }) };
  const asCheck = { http: sent, ...(expect && { expect }), ...(degraded !== undefined && { degraded }) };
  const rules = httpRules(asCheck as Parameters<typeof httpRules>[0], defaults, around);
  return { sent, faults: [...(plain === undefined ? [] : urlFaults(plain)), ...second, ...rules] };
}

function curlFaults({ http, curl = '', expect = {}, degraded }: StepDraft, around: Surroundings): Asked {
  const second: PathFault = {
    path: ['curl'],
    at: 'key',
    message: 'is a second request beside http; write one of them',
  };
  if (http !== undefined) return { sent: {}, faults: [second] };
  const read = readCommand(curl, around);
  if ('faults' in read) return { sent: {}, faults: read.faults };
  const { method, url, follow } = read.command.http;
  const judged = { method, url, follow, timeoutMs: Number.POSITIVE_INFINITY };
  return { sent: { method, url, follow }, faults: judgedFaults({ expect, degraded }, judged, around.files) };
}

function urlFaults(plain: string): PathFault[] {
  const parsed = requestShape.url.safeParse(plain);
  const [issue] = parsed.success ? [] : parsed.error.issues;
  if (issue === undefined) return [];
  const words = /^(?:write|add) /.test(issue.message)
    ? `comes to "${plain.slice(0, 60)}"; ${issue.message}`
    : issue.message;
  return [{ path: ['http', 'url'], message: words }];
}

/** A URL with its variables in place, and in place of captures what may stand there. */
function plainUrl(url: string, vars: Vars): string {
  return piecesOf(url).reduce((before, piece) => {
    if (piece.kind === 'text') return before + piece.text;
    if (piece.kind === 'reference') return before + piece.reference.text;
    const name = piece.kind === 'stray' ? nameIn(piece.whole) : null;
    if (name === null) return `${before}r`;
    const base = before === '' && Object.hasOwn(vars, name) ? vars[name] : undefined;
    return before + (base ?? fitting(before));
  }, '');
}

/** What a target may say behind the beginning of a URL. */
function fitting(before: string): string {
  if (before === '') return 'https://r.invalid';
  if (before.endsWith('.')) return 'r';
  if (before.endsWith(':')) return '1';
  return before.endsWith('/') ? 'r' : '/r';
}

function secondBody(request: object): PathFault[] {
  return BODIES.filter((key) => Object.hasOwn(request, key)).map((key) => {
    return { path: ['http', key], at: 'key', message: 'is a second body beside graphql; write one of them' };
  });
}

function tooLong(written: string | undefined, path: Path, most: number): PathFault[] {
  if (written === undefined || (parseDuration(written) ?? 0) <= most) return [];
  const message = `is "${written}", more than the timeout of all steps; write ${formatDuration(most)} or less, or a longer timeout`;
  return [{ path, message }];
}

type Sent = {
  readonly method?: string | undefined;
  readonly url?: string;
  readonly follow?: boolean | number | undefined;
};

/** As those of `expect`, with the path that it has here. */
function untilFaults(until: StepDraft['until'], sent: Sent, timeoutMs: number, { files }: Surroundings): PathFault[] {
  if (until === undefined) return [];
  const { every: _, within: _within, ...expect } = until;
  const judged = { method: undefined, ...sent, timeoutMs };
  return judgedFaults({ expect }, judged, files).map((fault) => ({
    ...fault,
    path: ['until', ...fault.path.slice(1)],
  }));
}

type Source = { readonly json?: string | undefined; readonly regex?: string | undefined };

function captureFaults({ json, regex }: Source, name: string, around: Surroundings): PathFault[] {
  const path = ['capture', name];
  return [
    ...(json === undefined ? [] : patternFault(json, 'path', [...path, 'json'], around)),
    ...(regex === undefined ? [] : patternFault(regex, 'regex', [...path, 'regex'], around)),
  ];
}
