import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Place } from '#core/settings/fault.ts';
import type { Path } from '#core/text/json-values.ts';
import { offsetInside } from './scalar-offset.ts';
import { worded } from './syntax-words.ts';

/** The slow parser keeps positions; it is asked only when there are faults to place. */

export type Positions = {
  /** Where a setting is; where it is not, the nearest one around it. */
  readonly of: (path: Path, at: 'key' | 'value') => Place;
  /** Where in the file a place inside a text is; null where the way it is written moves its characters about. */
  readonly inside: (path: Path, inside: Place) => Place | null;
  /** The place of an offset in the file. */
  readonly at: (offset: number) => Place;
  readonly syntaxFaults: readonly (Place & { readonly message: string })[];
};

export function positionsIn(text: string): Positions {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'error' });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    of: (path, at) => place(placeOf(document, path, at).offset),
    inside(path, inside) {
      const { node } = placeOf(document, path, 'value');
      const offset = isScalar(node) ? offsetInside(node, text, inside) : null;
      return offset === null ? null : place(offset);
    },
    at: place,
    syntaxFaults: worded(
      text,
      // Of nesting that is too deep the fast parser speaks better.
      document.errors
        .filter(({ message }) => !message.includes('call stack'))
        .map(({ code, message, pos: [offset] }) => ({ code, message, offset })),
    ).map(({ offset, message }) => ({ ...place(offset), message })),
  };
}

type NodePair = Pair<Node, Node | null>;
/** Merged maps in merged maps; the fast parser has counted them all. */
const MOST_MERGES = 20;

type Found = { readonly offset: number; readonly node: Node | null };

function placeOf(document: Document, path: Path, at: 'key' | 'value'): Found {
  let node = document.contents as Node | null;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const entry = entryOf(document, container, step);
    if (entry === undefined) return { offset, node: null };
    const wantsKey = depth === path.length - 1 && at === 'key';
    const reached = startOf(entry.value);
    node = entry.value;
    // What is missing below a key is reported at the key: its value begins a line further down, at some other setting.
    const isLast = depth === path.length - 1;
    offset = (isLast && !wantsKey ? (reached ?? entry.key) : (entry.key ?? reached)) ?? offset;
  }
  return { offset, node };
}

function entryOf(document: Document, container: unknown, step: string | number) {
  if (isSeq(container) && typeof step === 'number') {
    const value = container.items[step] as Node | undefined;
    return value === undefined ? undefined : { key: undefined, value };
  }
  const pair = isMap(container) ? pairOf(document, container, String(step)) : undefined;
  return pair === undefined ? undefined : { key: startOf(pair.key), value: pair.value };
}

/** The pair of a map, or of the first map merged into it that has the key; what stands in the map itself goes before. */
function pairOf(document: Document, map: YAMLMap, name: string, depth = 0): NodePair | undefined {
  const pairs = map.items as NodePair[];
  const own = pairs.find(({ key }) => isScalar(key) && isNamed(key, name));
  if (own !== undefined || depth > MOST_MERGES) return own;
  const merged = pairs.filter(({ key }) => isScalar(key) && key.type === 'PLAIN' && key.value === '<<');
  for (const source of merged.flatMap(({ value }) => mergedMaps(document, value))) {
    const found = pairOf(document, source, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mergedMaps(document: Document, value: Node | null): YAMLMap[] {
  const node = isAlias(value) ? value.resolve(document) : value;
  if (isMap(node)) return [node];
  return isSeq(node) ? node.items.flatMap((item) => mergedMaps(document, item as Node)) : [];
}

/** Whether a key is the one that the fast parser calls so: 010 and 1_0 are text to it, ~ is null. */
function isNamed(key: { readonly value: unknown; readonly source?: string }, name: string): boolean {
  return key.source === name || String(key.value) === name;
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
