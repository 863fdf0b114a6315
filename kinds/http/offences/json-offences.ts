import { compileSchema } from '#core/matching/body-schema.ts';
import { exactNumber, writeExactly } from '#core/matching/exact-json.ts';
import { compilePath, type JsonPath } from '#core/matching/json-path.ts';
import { isMap } from '#core/text/json-values.ts';
import type { JsonExpect } from '../check.ts';
import type { HttpResponse } from '../observation.ts';
import { documentOf, withJson } from './bodies.ts';
import { otherThan, withoutPlace, withValue } from './documents.ts';
import type { Offence } from './offence.ts';
import { textsAgainst } from './texts-against.ts';

/** What offends expectations of a JSON body: the healthy document, and one place in it as it must not be. */

/** What `as` says goes with limits. */
type Operator = Exclude<keyof JsonExpect, 'path' | 'as'>;
type Documents = (wanted: never, document: unknown, path: JsonPath) => readonly unknown[];

const DOCUMENTS: { readonly [K in Operator]-?: Documents } = {
  equals: (wanted: unknown, document, path) => holding(document, path, [otherThan(wanted)]),
  matches: (pattern: string, document, path) => holding(document, path, textsAgainst(pattern)),
  less: (limit: number | string, document, path) => holding(document, path, [numberOf(limit)]),
  greater: (limit: number | string, document, path) => holding(document, path, [numberOf(limit)]),
  exists: (wanted: boolean, document, path) => (wanted ? [withoutAll(document, path)] : holding(document, path, ['~'])),
  count: counts,
};

const WORDS: Readonly<Record<Operator, string>> = {
  equals: 'another value',
  matches: 'text that does not match',
  less: 'a number that is not less',
  greater: 'a number that is not greater',
  exists: 'the opposite',
  count: 'another count',
};

/** Answers that offend each JSONPath of a check. */
export function jsonOffences(wanted: readonly JsonExpect[], healthy: HttpResponse): Offence[] {
  const document = documentOf(healthy);
  return wanted.flatMap(({ path, as, ...operators }, index) =>
    Object.entries(operators).map(([name, value]): Offence => {
      const operator = name as Operator;
      const documents = DOCUMENTS[operator](value as never, document, compilePath(path));
      return {
        path: `json[${index}].${operator}`,
        what: `${WORDS[operator]} at ${path}`,
        alone: { more: { json: [{ path, [operator]: value, ...(as !== undefined && { as }) }] } },
        answers: documents.map((one) => withJson(healthy, one)),
      };
    }),
  );
}

/** A limit beyond 2^53 is written as text. */
function numberOf(limit: number | string): number | bigint {
  return typeof limit === 'string' ? exactNumber(limit) : limit;
}

/** Documents with each of the values where the path leads first, if the path then still leads there. */
function holding(document: unknown, path: JsonPath, values: readonly unknown[]): unknown[] {
  const place = path.placesIn(document)[0] ?? path.beginning;
  return values.map((value) => withValue(document, place, value)).filter((one) => path.valuesIn(one).length > 0);
}

/** The last place first, so that the others stay where they are. */
function withoutAll(document: unknown, path: JsonPath): unknown {
  return path.placesIn(document).toReversed().reduce(withoutPlace, document);
}

type Count = NonNullable<JsonExpect['count']>;

/** Documents with one item too many, or too few. Those that the path does not see so are left out. */
function counts(wanted: Count, document: unknown, path: JsonPath): unknown[] {
  const { less, greater } = typeof wanted === 'number' ? { less: wanted + 1, greater: wanted - 1 } : wanted;
  const sizes = [less, greater].filter((size) => size !== undefined && size >= 0);
  return sizes.flatMap((size = 0) => {
    const one = withCount(document, path, size);
    const values = path.valuesIn(one);
    const counted = path.isSingular ? values[0] : values;
    return Array.isArray(counted) && counted.length === size ? [one] : [];
  });
}

/** Items like one that the path selects, as many as it is to count. */
function withCount(document: unknown, path: JsonPath, size: number): unknown {
  if (path.isSingular) return withValue(document, path.beginning, Array(size).fill(null));
  const [like = null] = path.valuesIn(document);
  return withValue(withoutAll(document, path), path.beginning, Array(size).fill(like));
}

/** Documents of every kind, and the healthy one without each of its parts, and with each of them changed. */
export function schemaOffences(schema: object, healthy: HttpResponse): Offence[] {
  const document = documentOf(healthy);
  const names = isMap(document) ? Object.keys(document) : [];
  const documents = [
    ...[null, {}, [], '~', 0.5, false],
    ...names.flatMap((name) => [
      withoutPlace(document, [name]),
      withValue(document, [name], null),
      withValue(document, [name], otherThan((document as Record<string, unknown>)[name])),
    ]),
  ];
  const fits = compileSchema(schema);
  const answers = documents
    .filter((one) => fits(JSON.parse(writeExactly(one))) !== null)
    .map((one) => withJson(healthy, one));
  return [{ path: 'schema', what: 'a document that does not fit', alone: { more: { schema } }, answers }];
}
