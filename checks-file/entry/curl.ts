import type * as z from 'zod';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import { soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { knownIn } from '#core/settings/known-settings.ts';
import { mayShowCertificate } from '#core/settings/metrics.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { faultsIn, malformed, referenceFaults } from '#core/settings/reference-faults.ts';
import { faultsOf } from '#core/settings/schema-faults.ts';
import { filledText, flag, pairsOf, settings } from '#core/settings/setting.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  MOST_RECHECK_AFTER_MS,
  MOST_RECHECKS,
  resolveBase,
  resolveTimeouts,
} from '#core/settings/shared-settings.ts';
import type { HttpCheck, HttpRequest } from '#kinds/http/check.ts';
import { givenFaults, withGiven } from '#kinds/http/settings/defaults.ts';
import { judgedShape, resolveJudged } from '#kinds/http/settings/entry.ts';
import { judgedFaults } from '#kinds/http/settings/rules.ts';
import type { CurlFault } from '../curl/command-faults.ts';
import type { CurlCheck } from '../curl/parse-curl.ts';
import { timesOf } from '../curl/times.ts';
import type { Outside } from '../outside.ts';
import { type Read, withinBudget } from './read-kind.ts';

/** An http check whose request is a curl command: the command says all that `http:` would, and nothing runs it. */
export const curlSchema = once(() =>
  settings(
    {
      ...baseShape,
      curl: filledText('write a curl command such as curl -s https://api.example.com/health').describe(
        'The request as a curl command in bash quoting, with its timeouts. It is read, never run.',
      ),
      allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
      ...judgedShape,
    },
    'write a map with name and curl',
  ).describe('A check that sends one HTTP request, written as a curl command.'),
);

type AuthoredCurl = z.infer<ReturnType<typeof curlSchema>>;

type Given = Parameters<typeof withGiven>[1];

/** From here curl itself fails, with -f. */
const BELOW_400 = [[100, 399]] as const;

/** Reads an entry with `curl:` as the http check that it means. */
export function readCurlEntry(entry: unknown, defaults: Defaults, outside: Outside, given: Given = {}): Read {
  const parsed = curlSchema().safeParse(entry);
  const faults = parsed.success ? [] : faultsOf(parsed.error.issues, entry, knownIn(curlSchema().shape));
  const draft = soundPart(entry, faults) as Draft<AuthoredCurl>;
  faults.push(...referenceFaults(draft));
  const read = draft.curl === undefined ? { faults: [] } : readCommand('curl', draft.curl, outside);
  if ('faults' in read) {
    const sent = { method: undefined, timeoutMs: Number.POSITIVE_INFINITY };
    faults.push(...read.faults, ...judgedFaults(draft, sent, outside.files));
    return { check: null, faults };
  }
  const times = timesOf(read.curl, resolveTimeouts({}, defaults));
  faults.push(...clashes(draft, read.curl));
  const { method, url, follow } = read.curl.http;
  faults.push(...judgedFaults(draft, { method, url, follow, timeoutMs: times.timeoutMs }, outside.files));
  const { proxy, ...others } = given;
  const shared = read.curl.saysProxy === true || proxy === undefined ? others : given;
  faults.push(...givenFaults(shared, outside.files));
  if (faults.length > 0) return { check: null, faults };
  const curl = { ...read.curl, http: withGiven(read.curl.http, shared, outside.files) };
  return withinBudget({ ...resolveCurl(entry as AuthoredCurl, curl, defaults, outside.files), ...times });
}

/** The command that a setting holds, or its faults with their places inside it. */
export function readCommand(
  setting: string,
  command: string,
  { curl, files }: Outside,
): { readonly curl: CurlCheck } | { readonly faults: readonly PathFault[] } {
  if (curl === null) return { faults: [{ path: [setting], message: 'cannot be read here; write http instead' }] };
  const read = curl(command, files);
  if ('faults' in read) return { faults: read.faults.map((fault) => placed(setting, fault)) };
  const stray = faultsIn(read.check.http, [], malformed).map(({ message }) => ({ path: [setting], message }));
  const beyond = [...recheckFaults(setting, read.check), ...stray];
  return beyond.length > 0 ? { faults: beyond } : { curl: read.check };
}

function placed(setting: string, { line, column, message }: CurlFault): PathFault {
  const plain = message.replace(/^curl: /, '');
  return { path: [setting], message: `is refused{inside}: ${plain}`, inside: { line, column } };
}

function recheckFaults(setting: string, { rechecks, recheckAfterSeconds }: CurlCheck): PathFault[] {
  const most = MOST_RECHECK_AFTER_MS / 1000;
  return [
    ...((rechecks ?? 0) > MOST_RECHECKS ? [`--retry is ${rechecks}; write ${MOST_RECHECKS} or less`] : []),
    ...((recheckAfterSeconds ?? 0) > most ? [`--retry-delay is ${recheckAfterSeconds} s; write ${most} or less`] : []),
  ].map((message) => ({ path: [setting], message: `is refused: ${message}` }));
}

/** What the entry and its command both say: neither is the obvious winner. */
function clashes(draft: Draft<AuthoredCurl>, { rechecks, recheckAfterSeconds }: CurlCheck): PathFault[] {
  const said = [
    ['rechecks', '--retry', rechecks],
    ['recheckAfter', '--retry-delay', recheckAfterSeconds],
  ] as const;
  return said.flatMap(([key, option, value]): PathFault[] => {
    if (draft[key] === undefined || value === null) return [];
    return [{ path: [key], at: 'key', message: `is in the command too, as ${option} ${value}; take one of them out` }];
  });
}

function resolveCurl(
  authored: AuthoredCurl,
  { http, rechecks, recheckAfterSeconds, statusBelow400 }: CurlCheck,
  defaults: Defaults,
  files: NamedFiles,
): Omit<HttpCheck, 'timeoutMs' | 'connectTimeoutMs'> {
  return {
    ...resolveBase(authored, defaults, mayShowCertificate(http)),
    ...(rechecks !== null && { rechecks }),
    ...(recheckAfterSeconds !== null && { recheckAfterSeconds }),
    kind: 'http',
    target: {
      ...http,
      headers: [...sharedHeaders(http, defaults), ...http.headers],
      ...(authored.allowPrivate === true ? { allowPrivate: true } : {}),
    },
    ...resolveJudged(authored, http.follow, files, statusBelow400 ? BELOW_400 : undefined),
  };
}

/** Those of `defaults` that the command neither sends nor takes out. */
function sharedHeaders({ headers, omit = [] }: HttpRequest, defaults: Defaults): HttpRequest['headers'] {
  const own = new Set<string>([...headers.map(([name]) => name.toLowerCase()), ...omit]);
  return pairsOf(defaults.headers).filter(([name]) => !own.has(name.toLowerCase()));
}
