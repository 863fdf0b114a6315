import { literal, NotCarried } from '../imported-check.ts';
import { exampleOf } from './examples.ts';
import { listAt, mapAt, type Node, type Resolve } from './ref.ts';

type Pair = readonly [string, string];

/** What an operation's parameters make of a request. */
export type Filled = {
  readonly path: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
};

/** Set by a request's own body and security; OpenAPI says that parameters of these names are ignored. */
const IGNORED_HEADERS = /^(?:accept|content-type|authorization)$/i;

/**
 * Fills the parameters that must be there with the values given by their names, or else with their examples. What may be
 * left out is sent only where a value was given: an example of a range or a cursor makes a healthy API refuse.
 *
 * @throws NotCarried when a parameter that must be there has no example.
 */
export function fillParameters(
  path: string,
  lists: readonly unknown[],
  given: ReadonlyMap<string, string>,
  resolve: Resolve,
): Filled {
  const values = parametersOf(lists, resolve).flatMap((parameter) => valueFor(parameter, given, resolve));
  const at = (place: string) => values.filter((value) => value.parameter['in'] === place);
  const cookies = at('cookie').flatMap(({ parameter, value }) => queryPairs(parameter, value));
  return {
    path: fillPath(path, at('path'), given),
    query: at('query').flatMap(({ parameter, value }) => queryPairs(parameter, value)),
    headers: [
      ...at('header')
        .filter(({ parameter }) => !IGNORED_HEADERS.test(String(parameter['name'])))
        .map(({ parameter, value }): Pair => [String(parameter['name']).toLowerCase(), literal(simple(value, false))]),
      ...(cookies.length > 0
        ? [['cookie', cookies.map(([name, value]) => `${name}=${value}`).join('; ')] as const]
        : []),
    ],
  };
}

type Valued = { readonly parameter: Node; readonly value: unknown };

/** An operation's own parameters take the place of its path's. */
function parametersOf(lists: readonly unknown[], resolve: Resolve): readonly Node[] {
  const found = new Map<string, Node>();
  for (const list of lists) {
    for (const item of listAt(list)) {
      const parameter = mapAt(resolve(item));
      found.set(JSON.stringify([parameter['in'], parameter['name']]), parameter);
    }
  }
  return [...found.values()];
}

function valueFor(parameter: Node, given: ReadonlyMap<string, string>, resolve: Resolve): readonly Valued[] {
  const own = given.get(String(parameter['name']));
  if (own !== undefined) return [{ parameter, value: own }];
  const isRequired = parameter['required'] === true || parameter['in'] === 'path';
  const media = mapAt(Object.values(mapAt(parameter['content']))[0]);
  const inContent = parameter['content'] !== undefined;
  const holder = inContent ? media : parameter;
  if (!isRequired) return [];
  const value = exampleOf(holder, resolve);
  if (value !== undefined && value !== null) return [{ parameter, value: inContent ? JSON.stringify(value) : value }];
  const { in: place, name } = parameter;
  throw new NotCarried(
    `${place} parameter ${name} has no example, default or enum; add one, or give it with --var ${name}=…`,
  );
}

function fillPath(path: string, values: readonly Valued[], given: ReadonlyMap<string, string>): string {
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const found = values.find(({ parameter }) => parameter['name'] === name);
    const own = given.get(name);
    if (found === undefined && own !== undefined) return encoded(own);
    if (found === undefined)
      throw new NotCarried(
        `path parameter ${name} is not described; describe it with an example, or give it with --var ${name}=…`,
      );
    const { parameter, value } = found;
    const style = parameter['style'] ?? 'simple';
    if (style !== 'simple') throw new NotCarried(`path parameter ${name} is of style ${style}; only simple is known`);
    return encoded(simple(value, parameter['explode'] === true));
  });
}

/** The commas and equals signs of a list or map are kept, all else that a path or query cannot hold is encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2C', ',')
    .replaceAll('%3D', '=')
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@');
}

function simple(value: unknown, explode: boolean): string {
  if (Array.isArray(value)) return value.map(text).join(',');
  if (typeof value !== 'object' || value === null) return text(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}${explode ? '=' : ','}${text(inner)}`)
    .join(',');
}

const SEPARATORS: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' };

function queryPairs(parameter: Node, value: unknown): readonly Pair[] {
  const name = literal(String(parameter['name']));
  const style = String(parameter['style'] ?? 'form');
  const explode = parameter['explode'] ?? style === 'form';
  if (typeof value !== 'object' || value === null) return [[name, literal(text(value))]];
  const members = Object.entries(value);
  if (style === 'deepObject') return members.map(([key, inner]) => [`${name}[${literal(key)}]`, literal(text(inner))]);
  if (explode) return members.map(([key, inner]) => [Array.isArray(value) ? name : literal(key), literal(text(inner))]);
  const separator = SEPARATORS[style];
  if (separator === undefined) throw new NotCarried(`query parameter ${name} is of the unknown style ${style}`);
  const parts = Array.isArray(value) ? value.map(text) : members.flatMap(([key, inner]) => [key, text(inner)]);
  return [[name, literal(parts.join(separator))]];
}

function text(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
