import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { Path } from './fault.ts';

/** The slow parser keeps positions; it is asked only when there are faults to place. */

type Position = { readonly line: number; readonly column: number };

export type Positions = {
  /** Where a setting is; where it is not, the nearest one around it. */
  readonly of: (path: Path, at: 'key' | 'value') => Position;
  readonly syntaxFaults: readonly (Position & { readonly message: string })[];
};

export function positionsIn(text: string): Positions {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'error' });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    of: (path, at) => place(offsetOf(document, path, at)),
    syntaxFaults: document.errors.map((error) => ({ ...place(error.pos[0]), message: error.message })),
  };
}

function offsetOf(document: Document, path: Path, at: 'key' | 'value'): number {
  let node = document.contents as Node | null;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const entry = entryOf(container, step);
    if (entry === undefined) return offset;
    const wantsKey = depth === path.length - 1 && at === 'key';
    const reached = startOf(entry.value);
    node = entry.value;
    // What is missing below a key is told at the key: its value begins a line further down, at some other setting.
    const isLast = depth === path.length - 1;
    offset = (isLast && !wantsKey ? (reached ?? entry.key) : (entry.key ?? reached)) ?? offset;
  }
  return offset;
}

function entryOf(container: unknown, step: string | number) {
  if (isSeq(container) && typeof step === 'number') {
    const value = container.items[step] as Node | undefined;
    return value === undefined ? undefined : { key: undefined, value };
  }
  if (!isMap(container)) return undefined;
  const pair = container.items.find(({ key }) => isScalar(key) && nameOf(key) === String(step)) as
    | Pair<Node, Node | null>
    | undefined;
  return pair === undefined ? undefined : { key: startOf(pair.key), value: pair.value };
}

/** A key as the fast parser names it: the text in the file, null spelled out. */
function nameOf(key: { readonly value: unknown; readonly source?: string }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
