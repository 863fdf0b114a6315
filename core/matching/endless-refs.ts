import { isMap, valueAt } from '../text/json-values.ts';

/** What is held against the very same value as the schema that it stands in. */
const ONE = ['$ref', 'not', 'if', 'then', 'else'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const MAPS = ['dependentSchemas', 'dependencies'];

/**
 * The first $ref of a schema that leads back to itself before any part of the document is looked at, such as
 * `{$ref: "#"}`: it means nothing, and a validator that follows it never ends. Null when there is none.
 */
export function endlessRef(schema: unknown): string | null {
  const done = new Set<unknown>();
  const open = new Set<unknown>();
  const visit = (node: unknown): string | null => {
    if (!isMap(node) || done.has(node)) return null;
    open.add(node);
    for (const [ref, next] of inPlace(schema, node)) {
      const found = open.has(next) ? (ref ?? lastRef(node)) : visit(next);
      if (found !== null) return found;
    }
    open.delete(node);
    done.add(node);
    return null;
  };
  return everyMap(schema).reduce<string | null>((found, node) => found ?? visit(node), null);
}

type Step = readonly [ref: string | null, next: unknown];

function inPlace(root: unknown, node: Readonly<Record<string, unknown>>): readonly Step[] {
  const { $ref: ref } = node;
  const target: readonly Step[] = typeof ref === 'string' ? [[ref, targetOf(root, ref)]] : [];
  const inner = [
    ...ONE.map((key) => node[key]),
    ...LISTS.flatMap((key) => (Array.isArray(node[key]) ? node[key] : [])),
    ...MAPS.flatMap((key) => (isMap(node[key]) ? Object.values(node[key]) : [])),
  ];
  return [...target, ...inner.filter(isMap).map((next): Step => [null, next])];
}

const lastRef = ({ $ref: ref }: Readonly<Record<string, unknown>>): string => (typeof ref === 'string' ? ref : '#');

/** What a JSON pointer leads to; of other references the library says itself where they lead. */
function targetOf(root: unknown, ref: string): unknown {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  const steps = ref
    .slice(2)
    .split('/')
    .map((step) => readable(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return ref.length < 3 ? root : valueAt(root, steps);
}

function readable(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function everyMap(root: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isMap(node)) found.push(node);
    if (typeof node === 'object' && node !== null) waiting.push(...Object.values(node));
  }
  return found;
}
