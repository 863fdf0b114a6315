import type { CheckList } from '#core/check/check-list.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { placeText } from '#core/settings/fault.ts';
import { patternFaults } from '#core/settings/pattern-faults.ts';
import { type Path, valueAt } from '#core/text/json-values.ts';
import { readFile } from './file.ts';
import type { FilesOf, Outside } from './outside.ts';
import { sentNumberFaults } from './sent-numbers.ts';
import { type Assembled, assembled } from './sources/assemble.ts';
import { type Given, NOTHING_GIVEN } from './sources/given.ts';
import { withoutSecrets } from './sources/secrets.ts';
import { contentOf, type Source, type SourcedFault } from './sources/source.ts';
import { mentionsVariables } from './sources/substitute.ts';
import { readYaml } from './text/yaml.ts';

/**
 * Sources of which some are no YAML have syntax faults, others have faults of their settings, by their paths, or none and
 * a list. `warnings`: what is no fault, but should be otherwise.
 */
export type TextRead =
  | SoundRead
  | { readonly syntax: readonly Source[] }
  | { readonly faults: readonly SourcedFault[] };

/** A list without faults, and what it was made from. */
export type SoundRead = {
  readonly list: CheckList;
  readonly assembled: Assembled;
  readonly warnings: readonly SourcedFault[];
};

/** A text alone as a source. */
export function sourceOf(text: string, { files }: Pick<Outside, 'files'>): Source {
  const source = { text, read: readYaml(text), files };
  const included = (contentOf(source) as { readonly include?: unknown } | null | undefined)?.include;
  if (included === undefined) return source;
  return { ...source, unread: [{ path: ['include'], message: 'cannot be read here; name the files beside this one' }] };
}

/** Reads a checks file's text. Never throws, whatever it is. Where faults stand in it is found by place-faults.ts. */
export function readText(text: string, outside: Outside): TextRead {
  return readSources([sourceOf(text, outside)], NOTHING_GIVEN, outside);
}

/** Reads several texts as one list. Never throws, whatever they are. */
export function readSources(sources: readonly Source[], given: Given, outside: Outside): TextRead {
  const unreadable = sources.filter(({ read }) => 'fault' in read);
  if (unreadable.length > 0) return { syntax: unreadable };
  const whole = assembled(sources, given);
  const filesOf: FilesOf = (path) => whole.origin(path).source.files;
  const isOne = sources.length === 1;
  if (whole.content === null) return { faults: whole.faults };
  const { faults: own, warnings, ...list } = readFile(whole.content, outside, isOne ? undefined : filesOf);
  const patterns = patternsIn(whole.content, own, outside, filesOf);
  const seen = [...own, ...patterns].filter((fault) => !isOfRows(fault, whole));
  const known = new Set(whole.faults.map(placeKey));
  const others = seen.flatMap((fault) => sourced(fault, whole)).filter((fault) => !known.has(placeKey(fault)));
  const told = [...whole.faults, ...others];
  const faults = [...told, ...sources.flatMap((source) => numberFaults(source, told))];
  if (faults.length > 0) return { faults: onceForRows(faults).map((fault) => withoutSecrets(fault, whole.secrets)) };
  const beyond = warnings.flatMap((fault) => sourced(fault, whole));
  return { list, assembled: whole, warnings: [...whole.warnings, ...beyond] };
}

/** Numbers are judged where they are written: what is made of them has forgotten how. */
function numberFaults(source: Source, told: readonly SourcedFault[]): readonly SourcedFault[] {
  if (!('hasOddNumbers' in source.read) || !source.read.hasOddNumbers) return [];
  const known = told.filter((fault) => fault.source === source);
  return sentNumberFaults(source.text, known).map((fault) => ({ ...fault, source }));
}

/** What stands at one place is wrong once: where a variable is not known, the text as it stands says nothing more. */
const placeKey = ({ source, path, row }: SourcedFault): string => JSON.stringify([source.name, path, row]);

/** A list is empty where no `for` of it could be read, which was said. */
function isOfRows({ path }: PathFault, { content, faults }: Assembled): boolean {
  const list = content === null || path.length !== 1 ? undefined : valueAt(content, path);
  return Array.isArray(list) && list.length === 0 && faults.some((fault) => fault.path[2] === 'for');
}

function patternsIn(
  content: unknown,
  known: readonly PathFault[],
  outside: Outside,
  filesOf: FilesOf,
): readonly PathFault[] {
  const ofEntries = (['checks', 'guard'] as const).flatMap((section) =>
    patternFaults(valueAt(content, [section]), known, outside, section, filesOf),
  );
  const shared = valueAt(content, ['defaults', 'expect']);
  if (shared === undefined) return ofEntries;
  const of = patternFaults([{ expect: shared }], [], outside, 'checks', () => filesOf(['defaults', 'expect']));
  return [...ofEntries, ...of.map((fault) => ({ ...fault, path: ['defaults', ...fault.path.slice(2)] }))];
}

/** A fault of the merged list where it was written; none for a row whose twin is another row of the same entry. */
export function sourced(fault: PathFault, whole: Assembled): SourcedFault[] {
  const { source, path, row } = whole.origin(fault.path);
  const written = withoutPlace({ ...fault, path }, source);
  if (fault.twin === undefined) return [{ ...written, source, ...(row !== undefined && { row }) }];
  const twin = whole.origin(fault.twin);
  if (twin.source === source && String(twin.path) === String(path)) return [];
  return [{ ...written, source, twin: twin.path, twinSource: twin.source, ...(row !== undefined && { row }) }];
}

/** A place inside a text in which variables were filled is none in the file. */
function withoutPlace(fault: PathFault, source: Source): PathFault {
  const { inside, ...rest } = fault;
  const written = inside === undefined ? undefined : valueAt(contentOf(source), fault.path as Path);
  if (inside === undefined || typeof written !== 'string' || !mentionsVariables(written)) return fault;
  return { ...rest, message: fault.message.replace('{inside}', placeText(inside)) };
}

/** What is wrong with every row of an entry is said once; else with the row's values. */
function onceForRows(faults: readonly SourcedFault[]): readonly SourcedFault[] {
  const alike = Map.groupBy(faults, ({ path, message, source: { name } }) => JSON.stringify([name, path, message]));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length > 1 || first.row === undefined) return [first];
    return [{ ...first, message: `${first.message} (for ${first.row})` }];
  });
}
