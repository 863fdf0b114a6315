import { listAt, mapAt, type Node, type Resolve } from './ref.ts';

/** Values that a document's author gave: nothing is made up, since no API knows a pet called "string". */

const MOST_DEPTH = 12;
/** Schemas that fan out grow fast; a body of a check is at most 32 KiB. */
const MOST_NODES = 2_000;

/** The example of a parameter or a media type, or of its schema; undefined where there is none. */
export function exampleOf(holder: Node, resolve: Resolve): unknown {
  return ownExample(holder, resolve) ?? sampleOf(holder['schema'], resolve);
}

/** An example that was given for this very place, not for its schema. */
function ownExample(holder: Node, resolve: Resolve): unknown {
  if (holder['example'] !== undefined) return holder['example'];
  const named = Object.values(mapAt(holder['examples'])).map((example) => mapAt(resolve(example)));
  return named.find((example) => example['value'] !== undefined)?.['value'];
}

/** A value by the examples, defaults and enums of a schema; undefined where a required part has none. */
function sampleOf(schema: unknown, resolve: Resolve): unknown {
  let nodes = 0;
  const within = new Set<unknown>();
  const sample = (unresolved: unknown, depth: number): unknown => {
    const own = mapAt(resolve(unresolved));
    nodes += 1;
    // A tree of pets ends at the first: what holds itself is left out where it may be.
    if (depth > MOST_DEPTH || nodes > MOST_NODES || within.has(own)) return undefined;
    within.add(own);
    const value = sampleWithin(own, depth);
    within.delete(own);
    return value;
  };
  const sampleWithin = (own: Node, depth: number): unknown => {
    const given =
      own['example'] ?? listAt(own['examples'])[0] ?? own['default'] ?? own['const'] ?? listAt(own['enum'])[0];
    if (given !== undefined) return given;
    const variants = [...listAt(own['oneOf']), ...listAt(own['anyOf'])];
    if (variants.length > 0) return first(variants, (variant) => sample(variant, depth + 1));
    if (own['allOf'] !== undefined) return merged(listAt(own['allOf']).concat({ ...own, allOf: undefined }), depth);
    if (own['items'] !== undefined) return listOf(sample(own['items'], depth + 1));
    return own['properties'] === undefined ? undefined : objectOf(own, depth);
  };
  const objectOf = (own: Node, depth: number): unknown => {
    const required = new Set(listAt(own['required']));
    const values = Object.entries(mapAt(own['properties'])).map(([name, property]) => {
      return [name, sample(property, depth + 1)] as const;
    });
    const given = values.filter(([, value]) => value !== undefined);
    const lacks = values.some(([name, value]) => value === undefined && required.has(name));
    return lacks || given.length === 0 ? undefined : Object.fromEntries(given);
  };
  const merged = (parts: readonly unknown[], depth: number): unknown => {
    const values = parts.filter((part) => describes(mapAt(part))).map((part) => sample(part, depth + 1));
    if (values.length === 0 || values.includes(undefined)) return undefined;
    return values.length === 1
      ? values[0]
      : Object.fromEntries(values.flatMap((value) => Object.entries(mapAt(value))));
  };
  return sample(schema, 0);
}

/** Whether a part of an allOf says more than a title or a list of required names. */
function describes(part: Node): boolean {
  const keys = [
    '$ref',
    'properties',
    'allOf',
    'oneOf',
    'anyOf',
    'items',
    'example',
    'examples',
    'default',
    'const',
    'enum',
  ];
  return keys.some((key) => part[key] !== undefined);
}

function first<T>(items: readonly T[], find: (item: T) => unknown): unknown {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function listOf(item: unknown): unknown {
  return item === undefined ? undefined : [item];
}
