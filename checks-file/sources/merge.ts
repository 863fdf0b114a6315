import type { Path } from '#core/text/json-values.ts';
import { isMap, valueAt } from '#core/text/json-values.ts';
import { sameJson } from '#core/text/same-json.ts';
import type { Origin, Source, SourcedFault } from './source.ts';

/** Lists of which each source may have a part; all other settings stand once, or the same everywhere. */
const ADDED = new Set(['checks', 'guard', 'maintenance', 'alerts.routes', 'page.notes']);
/** Sections that have such a list in them. */
const ABOVE = new Set(['alerts', 'page']);
/** What a source has: its sections, filled in. `rows`: the entry that each item of a list is made from. */
export type Part = {
  readonly source: Source;
  readonly content: Readonly<Record<string, unknown>>;
  readonly rows: Readonly<Record<string, readonly { readonly index: number; readonly row?: string }[]>>;
};

/** All parts as one list, and where in them each setting is. */
export type Merged = {
  readonly content: Readonly<Record<string, unknown>>;
  readonly faults: readonly SourcedFault[];
  readonly origin: (path: Path) => Origin;
};

type Item = { readonly part: Part; readonly index: number };

type Valued = readonly [part: Part, value: unknown];
type Merging = { readonly faults: SourcedFault[]; readonly items: Map<string, Item[]> };

/** Merges what sources have: lists are added, maps are merged key by key, and what differs is a fault that names both. */
export function merged(parts: readonly Part[]): Merged {
  const merging: Merging = { faults: [], items: new Map() };
  const whole = mergedAt(
    [],
    parts.map((part) => [part, part.content]),
    merging,
  );
  const content = whole as Record<string, unknown>;
  return { content, faults: merging.faults, origin: (path) => originOf(path, parts, merging.items) };
}

function mergedAt(path: Path, values: readonly Valued[], merging: Merging): unknown {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  const key = path.join('.');
  if (ADDED.has(key) && values.every(([, value]) => Array.isArray(value))) return added(key, values, merging);
  // One value alone is taken as it is, but for what is above a list that has to be known.
  const isAbove = path.length === 0 || ABOVE.has(key);
  if (others.length === 0 && !isAbove) return first[1];
  if (values.every(([, value]) => isMap(value))) {
    const keys = new Set(values.flatMap(([, value]) => Object.keys(value as object)));
    return Object.fromEntries(
      [...keys].map((step) => [step, mergedAt([...path, step], having(values, step), merging)]),
    );
  }
  for (const [part, value] of others) {
    if (!sameJson(value, first[1])) merging.faults.push(conflict(path, part, first[0]));
  }
  return first[1];
}

function added(key: string, values: readonly Valued[], { items }: Merging): unknown {
  const all = values.flatMap(([part, value]) => (value as unknown[]).map((item, index) => ({ part, index, item })));
  items.set(key, all);
  return values.length === 1 ? values[0]?.[1] : all.map(({ item }) => item);
}

function having(values: readonly Valued[], key: string): Valued[] {
  return values.flatMap(([part, value]) =>
    isMap(value) && Object.hasOwn(value, key) ? [[part, value[key]] as const] : [],
  );
}

function conflict(path: Path, { source }: Part, first: Part): SourcedFault {
  const message = 'differs from {twin}; write it in one file only';
  return { path, message, source, twin: [...path, ''], twinSource: first.source };
}

/** An item's own place in the source that has it; for the rest the first source that has the setting, or most of its path. */
function originOf(path: Path, parts: readonly Part[], items: ReadonlyMap<string, readonly Item[]>): Origin {
  const at = path.findIndex((step) => typeof step === 'number');
  const key = path.slice(0, at).join('.');
  const item = at < 0 ? undefined : items.get(key)?.[Number(path[at])];
  if (item !== undefined) {
    const made = item.part.rows[key]?.[item.index] ?? { index: item.index };
    const own = [...path.slice(0, at), made.index, ...path.slice(at + 1)];
    return { source: item.part.source, path: own, ...(made.row !== undefined && { row: made.row }) };
  }
  for (let length = path.length; length > 0; length -= 1) {
    const found = parts.find(({ content }) => valueAt(content, path.slice(0, length)) !== undefined);
    if (found !== undefined) return { source: found.source, path };
  }
  const [first] = parts;
  if (first === undefined) throw new RangeError('nothing was merged');
  return { source: first.source, path };
}
