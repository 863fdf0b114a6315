import type { Surroundings } from '#core/settings/surroundings.ts';
import { parseCurl } from '../curl/parse-curl.ts';
import { parseChecks } from '../parse.ts';
import { authoredHttp } from './authored-http.ts';
import { readCommands, withReferences } from './commands.ts';
import { type Format, type Input, inputOf } from './detect.ts';
import { readHar } from './har.ts';
import { counted, type Draft, type Leftover, NotCarried, type Reading, type ReadOptions } from './imported-check.ts';
import { namer, placeOf, tagsOf } from './names.ts';
import { readOpenApi } from './openapi/read-openapi.ts';
import { readPostman } from './postman/read-postman.ts';
import { type Vault, vault } from './secrets.ts';
import { type Entry, fileOf } from './to-yaml.ts';

export type ImportOptions = ReadOptions & {
  /** null: what it is, is seen from the text. */
  readonly from: Format | null;
  /** Reads the files that commands name. */
  readonly outside: Surroundings;
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

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Entries of a checks file out of what other tools keep. An entry that a checks file would not take is a leftover with
 * the reason; so is all else that is not carried over.
 *
 * @throws UnreadableInput when the text is of no known format.
 */
export function importChecks(text: string, options: ImportOptions): Imported {
  const input = inputOf(text, options.from);
  const reading = readingOf(input, options);
  const hidden = vault();
  const leftovers = [...reading.leftovers];
  const sound = reading.drafts.flatMap((draft) => {
    const made = settingsOf(draft, options, hidden);
    if ('settings' in made) return [made];
    leftovers.push(...made.reasons.map((what) => ({ where: draft.where, what })));
    return [];
  });
  const nameOf = namer(options.taken, new Set(sound.map(({ request }) => placeOf(request.url).host)).size > 1);
  const entries = sound.map(({ request, settings }) => ({ name: nameOf(request), ...settings }));
  const changing = sound.filter(({ request }) => !SAFE_METHODS.has(request.method)).length;
  const notes = [
    ...reading.notes,
    ...(changing > 0 && options.unsafe === false
      ? [`${counted(changing, 'check sends', 'checks send')} POST or the like on every run; make sure that they may`]
      : []),
  ];
  return { format: input.format, entries, leftovers, notes, wanted: wantedBy(input.format, entries, hidden.wanted()) };
}

function readingOf(input: Input, options: ImportOptions): Reading {
  switch (input.format) {
    case 'har':
      return readHar(input.document);
    case 'openapi':
      return readOpenApi(input.document, options);
    case 'postman':
      return readPostman(input.document, options);
    case 'curl':
      return readCommands(input.text, options.outside);
  }
}

type Made = Pick<Draft, 'request'> & { readonly settings: Readonly<Record<string, unknown>> };

/** All of an entry but its name, or why a checks file would not take it. */
function settingsOf(
  draft: Draft,
  { keepSecrets, outside }: ImportOptions,
  hidden: Vault,
): Made | { readonly reasons: readonly string[] } {
  try {
    const { command } = draft;
    const tags = tagsOf(draft.tags);
    const request = keepSecrets ? draft.request : hidden.hide(draft.request);
    const settings = {
      ...(tags.length > 0 && { tags }),
      ...(command === undefined
        ? { http: authoredHttp(request) }
        : { curl: keepSecrets ? command : withReferences(command, draft.request, hidden, outside) }),
      ...(Object.keys(draft.expect).length > 0 && { expect: draft.expect }),
    };
    const { faults } = parseChecks(fileOf([{ name: 'import', ...settings }], ''), { ...outside, curl: parseCurl });
    if (faults.length === 0) return { request, settings };
    return { reasons: faults.map(({ path, message }) => `${path.replace(/^checks\[0\]\.?/, '')} ${message}`.trim()) };
  } catch (error) {
    if (error instanceof NotCarried) return { reasons: [error.message] };
    throw error;
  }
}

function wantedBy(
  format: Format,
  entries: readonly Entry[],
  places: readonly { readonly name: string; readonly place: string }[],
) {
  const found = new Set<string>();
  for (const [, name = ''] of JSON.stringify(entries).matchAll(/(?<!\$)\$\{env:(\w+)\}/g)) found.add(name);
  return [...found].map((name) => ({
    name,
    place:
      places.find((wanted) => wanted.name === name)?.place ??
      (format === 'openapi' ? 'a security scheme' : 'a variable of the input'),
  }));
}
