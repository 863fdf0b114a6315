import type { PathFault } from '#core/settings/fault.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { KIND_NAMES, settingsOf } from '#kinds/settings.ts';
import type { FilesOf, Outside } from '../outside.ts';
import type { KindDefaults, OfKind } from '../sections/kind-defaults.ts';
import { readCommand } from './curl.ts';
import type { EntryForm } from './entry-forms.ts';
import type { Read } from './read-kind.ts';

/** What entries have from `defaults` is put into them before they are read, so that each kind reads it as its own. */

/** Where an entry has a setting from, and where `defaults` has it. */
type Inserted = { readonly path: Path; readonly from: Path; readonly value: unknown };

/** An entry as it was read, and what it has from `defaults`. */
export type ReadWithDefaults = Read & { readonly inserted?: readonly Inserted[] };

/** What is given to entries of each kind. */
export type GivenByKind = { readonly kinds: KindDefaults; readonly filesOf: FilesOf };

type Around = { readonly defaults: Defaults; readonly outside: Outside; readonly given: GivenByKind };

/** Of a request that is a command, what its entry says beside the command. */
const BESIDE_A_COMMAND = ['allowPrivate'];

/** Reads an entry of a form with what `defaults` gives checks of its kind. */
export function readWithDefaults(
  kind: string,
  form: EntryForm,
  entry: Record<string, unknown>,
  { defaults, outside, given }: Around,
): ReadWithDefaults {
  const isCommand = kind === 'curl';
  const own = given.kinds.of.get(isCommand ? 'http' : kind);
  if (own === undefined || isEmpty(own)) return form.read(entry, defaults, outside);
  const { filled, inserted } = isCommand ? besideCommand(entry, own, outside) : inKind(entry, kind, own);
  const files = filesWith(outside, inserted, given.filesOf);
  const read = form.read(filled, defaults, { ...outside, files }, isCommand ? own.target : undefined);
  return { ...read, inserted };
}

const isEmpty = ({ target, expect }: OfKind): boolean =>
  Object.keys(target).length === 0 && Object.keys(expect).length === 0;

type Filled = { readonly filled: Record<string, unknown>; readonly inserted: readonly Inserted[] };

function inKind(entry: Record<string, unknown>, kind: string, { target, expect }: OfKind): Filled {
  const gone = KIND_NAMES.some((name) => name === kind) ? (settingsOf(kind).givesWay?.(entry, target) ?? []) : [];
  const first = withShared(entry, kind, target, [], gone);
  const second = withShared(first.filled, 'expect', expect, ['expect'], gone);
  return { filled: second.filled, inserted: [...first.inserted, ...second.inserted] };
}

function besideCommand(entry: Record<string, unknown>, { target, expect }: OfKind, outside: Outside): Filled {
  const beside = Object.entries(target).filter(([key]) => BESIDE_A_COMMAND.includes(key) && !Object.hasOwn(entry, key));
  const filled = { ...entry, ...Object.fromEntries(beside) };
  const inserted = Object.entries(target).map(([key, value]) => {
    return { path: BESIDE_A_COMMAND.includes(key) ? [key] : ['http', key], from: [key], value };
  });
  const request = Object.keys(expect).length === 0 ? {} : requestIn(entry, outside);
  const gone = settingsOf('http').givesWay?.({ ...entry, http: request }, {}) ?? [];
  const second = withShared(filled, 'expect', expect, ['expect'], gone);
  return { filled: second.filled, inserted: [...inserted, ...second.inserted] };
}

/** Where a command goes; what is wrong with it is said where it is read. */
function requestIn({ curl }: Record<string, unknown>, outside: Outside): object {
  const read = typeof curl === 'string' ? readCommand('curl', curl, outside) : null;
  return read !== null && 'curl' in read ? { url: read.curl.http.url, follow: read.curl.http.follow } : {};
}

/** A map of the entry with what it does not say itself. null in the entry takes a default out. */
function withShared(
  entry: Record<string, unknown>,
  key: string,
  shared: Readonly<Record<string, unknown>>,
  from: Path,
  gone: readonly string[],
): Filled {
  const own = entry[key] ?? (key === 'expect' ? {} : undefined);
  if (!isMap(own)) return { filled: entry, inserted: [] };
  const taken = Object.entries(shared).flatMap(([name, value]): [string, unknown][] => {
    const left = withoutGone(value, [...from, name], gone);
    return Object.hasOwn(own, name) || left === undefined ? [] : [[name, left]];
  });
  const refused = Object.keys(shared).filter((name) => own[name] === null);
  if (taken.length === 0 && refused.length === 0) return { filled: entry, inserted: [] };
  const kept = Object.entries(own).filter(([name]) => !refused.includes(name));
  const inner = Object.fromEntries([...taken, ...kept]);
  const { [key]: _, ...rest } = entry;
  const filled = Object.keys(inner).length === 0 && key === 'expect' ? rest : { ...rest, [key]: inner };
  return {
    filled,
    inserted: taken.map(([name, value]) => ({ path: [key, name], from: [...from, name], value })),
  };
}

/** What is left of a setting; undefined where nothing is. */
function withoutGone(value: unknown, path: Path, gone: readonly string[]): unknown {
  if (gone.includes(path.join('.'))) return undefined;
  if (!isMap(value)) return value;
  const left = Object.entries(value).filter(([name]) => !gone.includes([...path, name].join('.')));
  const isEmptied = left.length === 0 && Object.keys(value).length > 0;
  return isEmptied ? undefined : Object.fromEntries(left);
}

/** Files that a default names are relative to the file that `defaults` stands in. */
function filesWith({ files }: Outside, inserted: readonly Inserted[], filesOf: FilesOf): Outside['files'] {
  const from = new Map(inserted.flatMap((one) => textsIn(one.value).map((text) => [text, one.from] as const)));
  if (from.size === 0) return files;
  return (path) => {
    const at = from.get(path);
    return at === undefined ? files(path) : filesOf(['defaults', ...at])(path);
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * The faults of what entries have from `defaults`, once each and with their places there, and the rest by entry. One that
 * only some of the entries have names the first of these.
 */
export function liftedFaults(
  read: readonly ReadWithDefaults[],
  section: string,
): { readonly faults: readonly PathFault[]; readonly rest: readonly (readonly PathFault[])[] } {
  const lifted = new Map<string, { fault: PathFault; index: number; count: number }>();
  const rest = read.map(({ faults, inserted = [] }, index) =>
    inserted.length === 0
      ? faults
      : faults.filter((fault) => {
          const origin = inserted.find(({ path }) => path.every((step, at) => fault.path[at] === step));
          if (origin === undefined) return true;
          const path = [...origin.from, ...fault.path.slice(origin.path.length)];
          const key = JSON.stringify([path, fault.message]);
          const known = lifted.get(key);
          lifted.set(key, { fault: { ...fault, path }, index: known?.index ?? index, count: (known?.count ?? 0) + 1 });
          return false;
        }),
  );
  const haveIt = (path: Path): number =>
    read.filter(({ inserted = [] }) => inserted.some(({ from }) => from.every((step, at) => path[at] === step))).length;
  const faults = [...lifted.values()].map(({ fault, index, count }): PathFault => {
    if (count === haveIt(fault.path) || fault.twin !== undefined) return fault;
    return { ...fault, message: `${fault.message} (of {twin})`, twin: [section, index, ''] };
  });
  return { faults, rest };
}
