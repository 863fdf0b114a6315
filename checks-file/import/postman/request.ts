import type { HttpBody, HttpRequest } from '#kinds/http/check.ts';
import { isGrouped, isImpliedType, parseJson, bodyOf as textBodyOf } from '../bodies.ts';
import { literal, NotCarried } from '../imported-check.ts';
import { accessOf } from './auth.ts';
import type { PostmanAuth, PostmanBody, PostmanPair, PostmanRequest, PostmanUrl } from './collection.ts';
import type { Fill } from './variables.ts';

type Pair = readonly [string, string];

/** Postman follows this many redirects unless an item says otherwise. */
const FOLLOW = 10;

/** @throws NotCarried when a part of it has no place in a check. */
export function requestOf(
  request: PostmanRequest,
  inherited: PostmanAuth | null,
  follows: boolean,
  fill: Fill,
  given: ReadonlyMap<string, string>,
): HttpRequest {
  const access = accessOf(request.auth ?? inherited, fill);
  const headers = headersOf(request.header, fill);
  const sent = request.body ? bodyOf(request.body, headers, fill) : { body: null, type: null };
  const hasType = headers.some(([name]) => /^content-type$/i.test(name));
  return {
    url: urlOf(request.url ?? '', fill, given, access !== null && 'query' in access ? [access.query] : []),
    method: (request.method ?? 'GET').toUpperCase(),
    headers: [
      ...headers.filter(([name, value]) => !/^content-type$/i.test(name) || !isOwn(value, sent.body)),
      ...(sent.type === null || hasType ? [] : [['content-type', sent.type] as const]),
      ...(access !== null && 'header' in access ? [access.header] : []),
    ],
    query: [],
    body: sent.body,
    follow: follows ? FOLLOW : 0,
    ...(access !== null && 'auth' in access && { auth: access.auth }),
  };
}

function isOwn(type: string, body: HttpBody | null): boolean {
  return isImpliedType(type, body) || (body !== null && 'multipart' in body);
}

function enabled(pairs: readonly PostmanPair[] | null | undefined): readonly PostmanPair[] {
  return (pairs ?? []).filter(({ disabled }) => disabled !== true);
}

function urlOf(url: PostmanUrl, fill: Fill, given: ReadonlyMap<string, string>, added: readonly Pair[]): string {
  const whole = typeof url === 'string' ? { raw: url } : url;
  const raw = (whole.raw ?? assembled(whole)).replace(/#.*$/s, '').trim();
  if (raw === '') throw new NotCarried('has no URL');
  const [address = '', ...rest] = raw.split('?');
  // The list knows which parameters are switched off.
  const query = whole.query
    ? enabled(whole.query).map(({ key, value }) =>
        value === null || value === undefined ? (key ?? '') : `${key ?? ''}=${value}`,
      )
    : rest.length > 0
      ? [rest.join('?')]
      : [];
  const values = new Map((whole.variable ?? []).map(({ key, id, value }) => [key ?? id ?? '', value ?? '']));
  const path = address.replace(/(?<=[^:/]\/):([A-Za-z_][\w-]*)(?=[/.]|$)/g, (_, name: string) => {
    const value = given.get(name) ?? values.get(name);
    if (value === undefined || value === '')
      throw new NotCarried(`the path variable :${name} has no value; give it with --var ${name}=…`);
    return value;
  });
  const parts = [
    ...query.map((part) => encodedSpaces(fill(part))),
    ...added.map(
      ([name, value]) => `${encodeURIComponent(name)}=${value.includes('${') ? value : encodeURIComponent(value)}`,
    ),
  ];
  const target = encodedSpaces(fill(path)) + (parts.length > 0 ? `?${parts.join('&')}` : '');
  // Postman sends what has no scheme by http.
  return /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|\$\{)/.test(target) ? target : `http://${target}`;
}

function encodedSpaces(text: string): string {
  return text.replace(/[\s"<>]/g, encodeURIComponent);
}

function assembled({ protocol, host, port, path }: Exclude<PostmanUrl, string>): string {
  const name = Array.isArray(host) ? host.join('.') : (host ?? '');
  const steps = Array.isArray(path) ? path.map(String).join('/') : (path ?? '').replace(/^\//, '');
  return `${protocol ? `${protocol}://` : ''}${name}${port ? `:${port}` : ''}${steps === '' ? '' : `/${steps}`}`;
}

function headersOf(header: PostmanRequest['header'], fill: Fill): readonly Pair[] {
  const pairs =
    typeof header === 'string'
      ? header.split(/\r?\n/).flatMap((line): Pair[] => {
          const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
          return name === undefined || value === undefined ? [] : [[name.trim(), value]];
        })
      : enabled(header).map(({ key, value }): Pair => [key ?? '', value ?? '']);
  return pairs.filter(([name]) => name !== '').map(([name, value]) => [fill(name), fill(value)]);
}

type Sent = { readonly body: HttpBody | null; readonly type: string | null };

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
};

function bodyOf(body: PostmanBody, headers: readonly Pair[], fill: Fill): Sent {
  if (body.disabled === true) return { body: null, type: null };
  switch (body.mode) {
    case 'raw':
      return rawBody(body, headers, fill);
    case 'urlencoded':
      return { body: formOf(body.urlencoded, fill), type: null };
    case 'formdata':
      return { body: { multipart: enabled(body.formdata).map((part) => partOf(part, fill)) }, type: null };
    case 'graphql':
      return { body: graphqlOf(body.graphql, fill), type: null };
    case undefined:
    case null:
      return { body: null, type: null };
    default:
      throw new NotCarried(`a body of the mode ${body.mode}; name the file as bodyFile`);
  }
}

function rawBody({ raw, options }: PostmanBody, headers: readonly Pair[], fill: Fill): Sent {
  if (!raw) return { body: null, type: null };
  const named = headers.find(([name]) => /^content-type$/i.test(name))?.[1];
  const type = named ?? TYPES[options?.raw?.language ?? ''] ?? 'text/plain';
  const recorded = textBodyOf(raw, type);
  // Filled as text, since a variable may stand for a number or for a whole object.
  const body = 'json' in recorded && !raw.includes('{{') ? recorded : { text: fill(raw) };
  return { body, type: isImpliedType(type, body) ? null : type };
}

function formOf(form: PostmanBody['urlencoded'], fill: Fill): HttpBody {
  if (typeof form === 'string')
    return { form: [...new URLSearchParams(form)].map(([name, value]) => [fill(name), fill(value)]) };
  const pairs = enabled(form).map(({ key, value }): Pair => [fill(key ?? ''), fill(value ?? '')]);
  if (isGrouped(pairs.map(([name]) => name))) return { form: pairs };
  throw new NotCarried('a form whose repeated fields do not stand together');
}

function partOf({ key, value, type, contentType }: PostmanPair, fill: Fill) {
  if (type === 'file') throw new NotCarried(`the form field ${key} is a file; write the check by hand, with multipart`);
  return { name: fill(key ?? ''), content: { text: fill(value ?? '') }, ...(contentType && { type: contentType }) };
}

function graphqlOf(graphql: PostmanBody['graphql'], fill: Fill): HttpBody {
  const { query, variables, operationName } = graphql ?? {};
  return {
    json: {
      ...(operationName && { operationName: fill(operationName) }),
      query: fill(query ?? ''),
      ...(variables !== undefined &&
        variables !== null &&
        variables !== '' && { variables: filledJson(variables, fill) }),
    },
  };
}

/** Exports hold the variables as text or as a map. */
function filledJson(variables: unknown, fill: Fill): unknown {
  const value = typeof variables === 'string' ? parseJson(variables) : variables;
  if (value === undefined) throw new NotCarried('its GraphQL variables are no JSON');
  const filled = (inner: unknown): unknown => {
    if (typeof inner === 'string') return fill(inner);
    if (Array.isArray(inner)) return inner.map(filled);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, deeper]) => [literal(key), filled(deeper)]));
  };
  return filled(value);
}
