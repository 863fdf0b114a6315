import { writeExactly } from '#core/matching/exact-json.ts';
import { compilePath } from '#core/matching/json-path.ts';
import { isMap } from '#core/text/json-values.ts';
import type { JsonExpect, MoreExpect } from '../check.ts';
import { withValue } from './documents.ts';

/** A JSON document with what is expected of it. */
export function documentFor({ json = [], schema }: MoreExpect): unknown {
  const document: unknown = schema === undefined ? {} : sampleOf(schema);
  return json.reduce<unknown>(withExpected, document);
}

/** Of all items that a path may lead to, the first is enough, unless they are counted. */
function withExpected(document: unknown, expected: JsonExpect): unknown {
  const { path, count, exists } = expected;
  if (exists === false) return document;
  const { isSingular, beginning } = compilePath(path);
  if (isSingular || count === undefined) {
    const { beginning: first } = compilePath(path.replaceAll(/\[\*\]|(?<!\.)\.\*/g, '[0]'));
    return withValue(document, first, valueFor(expected));
  }
  return withValue(document, beginning, Array(countFor(expected)).fill(valueFor(expected)));
}

/** A value that is what is expected of one place. */
export function valueFor(expected: JsonExpect): unknown {
  const { matches, less, greater, count, as } = expected;
  if ('equals' in expected) return expected.equals;
  if (matches !== undefined) return literalOf(matches);
  if (less !== undefined || greater !== undefined) {
    const number = exactBetween(less, greater);
    return as === 'number' ? String(number) : number;
  }
  return count === undefined ? 'ok' : Array(countFor(expected)).fill(null);
}

/** How many values are expected. */
export function countFor({ count = 1 }: JsonExpect): number {
  return typeof count === 'number' ? count : Math.ceil(between(count.less, count.greater));
}

/** A limit beyond 2^53 is text, and what is next to it a bigint. */
function exactBetween(less: number | string | undefined, greater: number | string | undefined): number | bigint {
  if (typeof greater === 'string') return BigInt(greater) + 1n;
  if (typeof less === 'string') return greater === undefined ? BigInt(less) - 1n : greater + 1;
  return between(less, greater);
}

function between(less: number | undefined, greater: number | undefined): number {
  if (greater === undefined) return less === undefined ? 1 : Math.min(less - 1, 1);
  return less === undefined || less > greater + 1 ? greater + 1 : (less + greater) / 2;
}

/** What a plain pattern matches: text with a beginning and an end. */
export function literalOf(pattern: string): string {
  return pattern.replace(/^\^|\$$/g, '').replace(/\\(.)/g, '$1');
}

/** With a text somewhere in it, which may be a piece of JSON such as `"status":"up"`. */
export function withKeyword(document: unknown, keyword: string): unknown {
  if (writeExactly(document).includes(keyword)) return document;
  const map = isMap(document) ? document : { '': document };
  try {
    return { ...map, ...(JSON.parse(`{${keyword}}`) as object) };
  } catch {
    return { ...map, [`~${Object.keys(map).length}`]: keyword };
  }
}

type Schema = {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly items?: object;
  readonly minItems?: number;
  readonly minimum?: number;
};

/** What fits the usual words of a schema. */
function sampleOf(schema: Schema): unknown {
  const { properties = {}, required = [], items = {}, minItems = 0, minimum = 0 } = schema;
  if ('const' in schema) return schema.const;
  const [told] = schema.enum ?? schema.examples ?? [];
  if (told !== undefined) return told;
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return 'ok';
    case 'number':
    case 'integer':
      return minimum;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: minItems }, () => sampleOf(items));
    default:
      return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})]));
  }
}
