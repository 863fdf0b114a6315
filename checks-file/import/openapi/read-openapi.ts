import type { HttpBody, HttpPart, HttpRequest } from '#kinds/http/check.ts';
import { literalJson } from '../bodies.ts';
import {
  type AuthoredExpect,
  carried,
  counted,
  type Draft,
  type Leftover,
  literal,
  MAY_CHANGE,
  NotCarried,
  type Reading,
  type ReadOptions,
} from '../imported-check.ts';
import { exampleOf } from './examples.ts';
import { fillParameters } from './parameters.ts';
import { listAt, mapAt, type Node, type Resolve, resolver } from './ref.ts';
import { accessOf } from './security.ts';
import { serverOf } from './servers.ts';

const SAFE = ['get', 'head', 'options'] as const;
const UNSAFE = ['post', 'put', 'patch', 'delete'] as const;
const OTHER = ['trace', 'query'] as const;

type Asked = Pick<ReadOptions, 'unsafe' | 'baseUrl' | 'variables'>;
type Context = Asked & { readonly document: Node; readonly resolve: Resolve };

/** Operations of an OpenAPI 3 document, filled with the examples that it gives. */
export function readOpenApi(document: Node, { unsafe, baseUrl, variables }: Asked): Reading {
  const context = { document, resolve: resolver(document), unsafe, baseUrl, variables };
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  const at = <T>(where: string, read: () => T) => carried(read, (what) => void leftovers.push({ where, what }));
  for (const [path, value] of Object.entries(mapAt(document['paths']))) {
    if (path.startsWith('x-')) continue;
    const item = at(`paths.${path}`, () => mapAt(context.resolve(value))) ?? {};
    for (const method of [...SAFE, ...UNSAFE, ...OTHER]) {
      if (item[method] === undefined) continue;
      const draft = at(`${method.toUpperCase()} ${path}`, () => draftOf(path, method, item, context));
      if (draft !== null) drafts.push(draft);
    }
  }
  return { drafts, leftovers: [...leftovers, ...uncalled(document)], notes: [] };
}

function uncalled(document: Node): Leftover[] {
  const hooks = Object.keys(mapAt(document['webhooks'])).length;
  if (hooks === 0) return [];
  return [{ where: 'webhooks', what: `${counted(hooks, 'webhook')}: they are calls from the API, not to it` }];
}

type Method = (typeof SAFE | typeof UNSAFE | typeof OTHER)[number];

function draftOf(path: string, method: Method, item: Node, context: Context): Draft {
  const { document, resolve } = context;
  refuseMethod(method, context);
  const operation = mapAt(resolve(item[method]));
  const server = serverOf([operation['servers'], item['servers'], document['servers']], context.baseUrl);
  const filled = fillParameters(path, [item['parameters'], operation['parameters']], context.variables, resolve);
  const access = accessOf(operation['security'] ?? document['security'], document, resolve);
  const sent = bodyOf(mapAt(resolve(operation['requestBody'])), resolve);
  const cookies = access.cookies.map(([name, value]) => `${name}=${value}`);
  const request: HttpRequest = {
    url: server + filled.path,
    method: method.toUpperCase(),
    headers: [
      ...filled.headers.filter(([name]) => name !== 'cookie' || cookies.length === 0),
      ...access.headers,
      ...(cookies.length > 0
        ? [
            [
              'cookie',
              [...filled.headers.filter(([name]) => name === 'cookie').map(([, value]) => value), ...cookies].join(
                '; ',
              ),
            ] as const,
          ]
        : []),
      ...sent.headers,
    ],
    query: [...filled.query, ...access.query],
    body: sent.body,
    follow: 0,
    ...(access.auth !== null && { auth: access.auth }),
  };
  return {
    where: `${method.toUpperCase()} ${path}`,
    tags: listAt(operation['tags']).map(String),
    request,
    expect: expectOf(operation),
  };
}

function refuseMethod(method: Method, { unsafe }: Asked): void {
  if (OTHER.some((other) => other === method)) throw new NotCarried(`${method.toUpperCase()} is for no check`);
  if (unsafe || SAFE.some((safe) => safe === method)) return;
  throw new NotCarried(MAY_CHANGE);
}

/** The statuses of success that the document names; redirects where it names no others. */
function expectOf(operation: Node): AuthoredExpect {
  const codes = Object.keys(mapAt(operation['responses'])).map((code) => code.toLowerCase());
  const successes = codes.filter((code) => /^2(?:\d\d|xx)$/.test(code));
  const wanted = (successes.length > 0 ? successes : codes.filter((code) => /^3(?:\d\d|xx)$/.test(code))).map((code) =>
    code.endsWith('xx') ? code : Number(code),
  );
  const [first] = wanted;
  if (first === undefined) return {};
  return { status: wanted.length === 1 ? first : wanted };
}

type Sent = { readonly body: HttpBody | null; readonly headers: readonly (readonly [string, string])[] };

const NOTHING: Sent = { body: null, headers: [] };

function bodyOf(requestBody: Node, resolve: Resolve): Sent {
  const types = Object.entries(mapAt(requestBody['content']));
  const readable = types.map(([type, media]) => ({ type, value: exampleOf(mapAt(media), resolve) }));
  const given = readable.filter(({ value }) => value !== undefined).toSorted((a, b) => rank(a.type) - rank(b.type))[0];
  if (given === undefined) {
    if (requestBody['required'] !== true) return NOTHING;
    throw new NotCarried('the request body has no example that is whole; add one');
  }
  return encoded(given.type, given.value);
}

/** JSON before forms before all else. */
function rank(type: string): number {
  if (/[/+]json\b/i.test(type)) return 0;
  return type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data') ? 1 : 2;
}

function encoded(type: string, value: unknown): Sent {
  const named = [['content-type', type] as const];
  if (/[/+]json\b/i.test(type)) {
    return { body: { json: literalJson(value) }, headers: /^application\/json$/i.test(type) ? [] : named };
  }
  if (type.startsWith('multipart/form-data')) return { body: { multipart: fields(value).map(part) }, headers: [] };
  if (type.startsWith('application/x-www-form-urlencoded')) return { body: { form: fields(value) }, headers: [] };
  if (type.includes('*')) throw new NotCarried(`the request body is of any type (${type}); write it by hand`);
  if (typeof value !== 'string') throw new NotCarried(`the example of ${type} is no text; write it by hand`);
  return { body: { text: literal(value) }, headers: named };
}

function fields(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(mapAt(value)).map(([name, inner]) => {
    const text = typeof inner === 'object' && inner !== null ? JSON.stringify(inner) : String(inner);
    return [literal(name), literal(text)] as const;
  });
}

function part([name, text]: readonly [string, string]): HttpPart {
  return { name, content: { text } };
}
