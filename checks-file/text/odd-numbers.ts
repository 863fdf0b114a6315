import { boolJsonTag, CORE_SCHEMA, load, mapTag, mergeTag } from 'js-yaml';
import type { Path } from '#core/text/json-values.ts';
import { numberTags, OddNumber } from './number-tags.ts';

/** A number under its path that JSON writes in another way. */
export type PlacedNumber = { readonly path: Path; readonly source: string; readonly value: number | string };

/** Reads a text once more, which has been read as YAML without a fault, for the numbers that stand oddly below `from`. */
export function oddNumbersIn(text: string, isWanted: (path: Path) => boolean): readonly PlacedNumber[] {
  const found: PlacedNumber[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (value instanceof OddNumber) {
      if (isWanted(path)) found.push({ path, source: value.source, value: value.value });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const steps = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [step, inner] of steps) walk(inner, [...path, step]);
  };
  walk(load(text, { schema: SCHEMA }), []);
  return found;
}

const plain = (key: unknown): unknown => (key instanceof OddNumber ? key.value : key);

/** A key is a name, however it is written. */
const KEYS: typeof mapTag = {
  ...mapTag,
  addPair: (map, key, value) => mapTag.addPair(map, plain(key), value),
  has: (map, key) => mapTag.has(map, plain(key)),
};

const SCHEMA = CORE_SCHEMA.withTags(...numberTags((odd) => odd), boolJsonTag, mergeTag, KEYS);
