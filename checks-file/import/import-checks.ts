import * as patterns from '#core/matching/patterns.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import { parseCurl } from '../curl/parse-curl.ts';
import { parseChecks } from '../parse.ts';
import { authoredHttp } from './authored-http.ts';
import { readCommands, withReferences } from './commands.ts';
import { type Format, type Input, inputOf } from './detect.ts';
import { withNames } from './flow/flow-draft.ts';
import { readHar } from './har.ts';
import {
  carried,
  counted,
  type Draft,
  type Leftover,
  type Reading,
  type ReadOptions,
  SAFE_METHODS,
  type StepDraft,
  UnreadableInput,
} from './imported-check.ts';
import { namer, placeOf, tagsOf } from './names.ts';
import { readOpenApi } from './openapi/read-openapi.ts';
import { otherReading } from './other-formats.ts';
import { readPostman } from './postman/read-postman.ts';
import { type Vault, vault } from './secrets.ts';
import { type Entry, fileOf } from './to-yaml.ts';

export type ImportOptions = ReadOptions & {
  /** null: what it is, is seen from the text. */
  readonly from: Format | null;
  /** Names that new entries must not have. */
  readonly taken: readonly string[];
};

/** `wanted`: environment variables that the entries refer to, and what each is for. */
export type Imported = {
  readonly format: Format;
  readonly entries: readonly Entry[];
  readonly leftovers: readonly Leftover[];
  readonly notes: readonly string[];
  readonly wanted: readonly { readonly name: string; readonly place: string }[];
};

/**
 * Entries of a checks file out of what other tools keep. An entry that a checks file would not take is a leftover with
 * the reason; so is all else that is not carried over.
 *
 * @throws UnreadableInput when the text is of no known format.
 */
export function importChecks(text: string, options: ImportOptions): Imported {
  const input = inputOf(text, options.from);
  if (options.flow === true && input.format !== 'har' && input.format !== 'hurl') {
    throw new UnreadableInput(`is ${input.format}; --flow takes a HAR or a Hurl file`);
  }
  const reading = readingOf(input, options);
  const hidden = vault();
  const leftovers = [...reading.leftovers];
  const sound = reading.drafts.flatMap((draft) => {
    const leave = (what: string) => void leftovers.push({ where: draft.where, what });
    const made = carried(() => settingsOf(draft, options, hidden), leave);
    if (made !== null && 'settings' in made) return [made];
    for (const reason of made?.reasons ?? []) leave(reason);
    return [];
  });
  const nameOf = namer(options.taken, new Set(sound.map(hostIn)).size > 1);
  const entries = sound.map(({ request, name, settings }) => ({ name: nameOf(request, name), ...settings }));
  const changing = sound.filter(({ request }) => request !== null && !SAFE_METHODS.has(request.method)).length;
  const notes = [
    ...reading.notes,
    ...(changing > 0 && options.unsafe === false
      ? [`${counted(changing, 'check sends', 'checks send')} POST or the like on every run; make sure that they may`]
      : []),
  ];
  return {
    format: input.format,
    entries,
    leftovers,
    notes,
    wanted: wantedBy(input.format, entries, placesOf(hidden, reading)),
  };
}

function readingOf(input: Input, options: ImportOptions): Reading {
  switch (input.format) {
    case 'har':
      return readHar(input.document, options);
    case 'openapi':
      return readOpenApi(input.document, options);
    case 'postman':
      return readPostman(input.document, options);
    case 'curl':
      return readCommands(input.text, options.outside, options.keepSecrets);
    default:
      return otherReading(input, options);
  }
}

type Settings = Readonly<Record<string, unknown>>;
/** `request` is null where a check sends none. */
type Made = { readonly request: HttpRequest | null; readonly name: string | undefined; readonly settings: Settings };

/** A flow as its settings: each step as the check that it would be by itself. */
function flowSettings(
  steps: readonly StepDraft[],
  draft: Draft,
  options: ImportOptions,
  hidden: Vault,
): Made | { readonly reasons: readonly string[] } {
  const requests: HttpRequest[] = [];
  const flow = steps.map((step) => {
    const own = step.request ?? targetOf(step.authored, options.outside);
    const request = own === null || options.keepSecrets ? own : hidden.hide(own);
    if (request !== null) requests.push(request);
    return {
      name: step.name,
      ...askedIn(step, own, request, (text) => text),
      ...(Object.keys(step.expect).length > 0 && { expect: step.expect }),
      ...(Object.keys(step.capture).length > 0 && { capture: step.capture }),
      ...step.beside,
    };
  });
  const settings = withNames({ steps: { flow } });
  const { faults } = parsed(settings, options.outside);
  const [first = null] = requests.filter(({ method }) => !SAFE_METHODS.has(method));
  if (faults.length === 0) return { request: first ?? requests[0] ?? null, name: draft.name, settings };
  return {
    reasons: faults.map(({ path, message }) => `${path.replace(/^checks\[0\]\.steps\.?/, '')} ${message}`.trim()),
  };
}

function hostIn({ request }: Made): string {
  return request === null ? '' : placeOf(request.url).host;
}

/**
 * All of an entry but its name, or why a checks file would not take it.
 *
 * @throws NotCarried for what an entry has no setting for.
 */
function settingsOf(
  draft: Draft,
  { keepSecrets, outside, ...options }: ImportOptions,
  hidden: Vault,
): Made | { readonly reasons: readonly string[] } {
  if (draft.flow !== undefined) return flowSettings(draft.flow, draft, { keepSecrets, outside, ...options }, hidden);
  const { name } = draft;
  const tags = tagsOf(draft.tags);
  const own = draft.request ?? targetOf(draft.authored, outside);
  const request = own === null || keepSecrets ? own : hidden.hide(own);
  const settings = {
    ...(tags.length > 0 && { tags }),
    ...askedIn(draft, own, request, (text, asked) => {
      return keepSecrets ? text : withReferences(text, asked, hidden);
    }),
    ...(Object.keys(draft.expect).length > 0 && { expect: draft.expect }),
  };
  const { faults } = parsed(settings, outside);
  if (faults.length === 0) return { request, name, settings };
  return { reasons: faults.map(({ path, message }) => `${path.replace(/^checks\[0\]\.?/, '')} ${message}`.trim()) };
}

/** What an entry asks: a command as it was written, a request written anew, or settings that were made as they are. */
function askedIn(
  { command, authored = {} }: Draft,
  own: HttpRequest | null,
  shown: HttpRequest | null,
  hide: (command: string, own: HttpRequest) => string,
): Settings {
  if (own === null || shown === null) return authored;
  if (command !== undefined) return { ...authored, curl: hide(command, own) };
  const { http, ...rest } = authored;
  if (http === undefined) return { http: authoredHttp(shown), ...rest };
  // Only what may hold a credential is written anew.
  const { url, headers, query, body, json, form, multipart, auth, ...kept } = http as Settings;
  return { http: { ...authoredHttp(shown), ...kept }, ...rest };
}

/** The request that settings mean; null for a check of another kind, and for one that a checks file does not take. */
function targetOf(authored: Settings | undefined, outside: Surroundings): HttpRequest | null {
  const check = parsed(authored ?? {}, outside).list?.checks[0];
  return check?.kind === 'http' ? (check.target as HttpRequest) : null;
}

/** What a checks file says to settings; that all of its checks are disabled is no fault of one. */
function parsed({ enabled: _, ...settings }: Settings, outside: Surroundings) {
  return parseChecks(fileOf([{ name: 'import', ...settings }], ''), { ...outside, patterns, curl: parseCurl });
}

function placesOf(hidden: Vault, { places = new Map() }: Reading): ReadonlyMap<string, string> {
  return new Map([...places, ...hidden.wanted().map(({ name, place }) => [name, place] as const)]);
}

function wantedBy(format: Format, entries: readonly Entry[], places: ReadonlyMap<string, string>) {
  const found = new Set<string>();
  for (const [, name = ''] of JSON.stringify(entries).matchAll(/(?<!\$)\$\{env:(\w+)\}/g)) found.add(name);
  return [...found].map((name) => ({
    name,
    place: places.get(name) ?? (format === 'openapi' ? 'a security scheme' : 'a variable of the input'),
  }));
}
