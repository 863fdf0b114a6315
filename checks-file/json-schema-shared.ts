import { isMap } from '#core/text/json-values.ts';

/** Parts of a JSON Schema that stand in several places, written once: editors read the whole file at every start. */

type Json = Record<string, unknown>;

/** Less than this is as short as the reference to it. */
const LEAST_CHARACTERS = 160;

/** The same schema with every part that occurs again below `$defs`, as `part1`, `part2` … */
export function withSharedParts(schema: Json): Json {
  const counts = new Map<string, number>();
  walk(schema, (part) => {
    const text = JSON.stringify(part);
    if (text.length >= LEAST_CHARACTERS) counts.set(text, (counts.get(text) ?? 0) + 1);
    return part;
  });
  const shared = new Map<string, { readonly name: string; readonly part: unknown }>();
  const shrunk = walk(schema, (part, original) => {
    const text = JSON.stringify(original);
    if ((counts.get(text) ?? 0) < 2) return part;
    const known = shared.get(text) ?? { name: `part${shared.size + 1}`, part };
    shared.set(text, known);
    const { title, description } = original;
    return {
      $ref: `#/$defs/${known.name}`,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
    };
  });
  const parts = [...shared.values()].map(({ name, part }) => [name, part]);
  return { ...shrunk, $defs: { ...(shrunk['$defs'] as Json), ...Object.fromEntries(parts) } };
}

/** What stands under these is a schema, or a list or a map of schemas; everything else is data. */
const LISTS = new Set(['anyOf', 'oneOf', 'allOf']);
const MAPS = new Set(['properties', 'patternProperties', '$defs']);
const SINGLE = new Set(['items', 'additionalProperties', 'propertyNames']);

/** A copy in which each inner schema was changed, the innermost first. `$defs` keep their names, and are changed inside only. */
function walk(schema: Json, change: (part: Json, original: Json) => unknown): Json {
  const inner = (value: unknown): unknown => (isMap(value) ? change(walk(value, change), value) : value);
  const deeper = (value: unknown): unknown => (isMap(value) ? walk(value, change) : value);
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (LISTS.has(key) && Array.isArray(value)) return [key, value.map(key === 'oneOf' ? deeper : inner)];
      if (MAPS.has(key) && isMap(value)) return [key, mapped(value, key === '$defs' ? deeper : inner)];
      return [key, SINGLE.has(key) ? inner(value) : value];
    }),
  );
}

/** A map with each of its values changed. */
export function mapped(map: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
