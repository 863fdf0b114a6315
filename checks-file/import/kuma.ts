import { MOST_REDIRECTS, USUAL_REDIRECTS } from '#core/contract.ts';
import { isMap } from '#core/text/json-values.ts';
import { parseJson } from './bodies.ts';
import { draftsOf, type Node, portOf, textAt } from './documents.ts';
import { durationOf, everyOf, timeoutOf } from './durations.ts';
import { type AuthoredExpect, type Draft, type Leftover, literal, NotCarried, type Reading } from './imported-check.ts';

/** A backup of Uptime Kuma: its monitors of http, of a keyword or JSON in a body, and of a port. Groups become tags. */
export function readKuma(document: Node): Reading {
  const monitors = Array.isArray(document['monitorList'])
    ? document['monitorList']
    : Object.values(document['monitorList'] ?? {});
  const groups = new Map(
    monitors.flatMap((one) =>
      isMap(one) && one['type'] === 'group' ? [[one['id'], String(one['name'])] as const] : [],
    ),
  );
  const others = monitors.filter((one) => !isMap(one) || one['type'] !== 'group');
  const read = draftsOf(others, whereOf, (monitor, where, leftovers) => monitorOf(monitor, where, groups, leftovers));
  return { ...read, notes: [] };
}

/** How to write what is not carried over, though a check can ask for it. */
const BY_TYPE: Readonly<Record<string, string>> = {
  dns: 'dns:',
  push: 'heartbeat:',
  'websocket-upgrade': 'websocket:',
  'grpc-keyword': 'grpc:, which asks the service for its health',
  smtp: 'tcp: with starttls and exchange',
  redis: 'tcp: with exchange',
  mqtt: 'tcp: with exchange',
};

function otherType(type: string): string {
  const instead = Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;
  const is = `a monitor of the type ${type}`;
  if (instead !== undefined) return `${is} is not carried over; write it as ${instead}`;
  return `${is}, and no kind of check asks for that`;
}

function whereOf(monitor: unknown, index: number): string {
  return (isMap(monitor) ? textAt(monitor, 'name') : null) ?? `monitorList[${index}]`;
}

function monitorOf(monitor: Node, where: string, groups: ReadonlyMap<unknown, string>, leftovers: Leftover[]): Draft {
  const type = String(monitor['type']);
  if (monitor['upsideDown'] === true) throw new NotCarried('is upside down: a check has no such thing');
  const isHttp = type === 'http' || type === 'keyword' || type === 'json-query';
  if (!isHttp && type !== 'port') throw new NotCarried(otherType(type));
  const group = groups.get(monitor['parent']);
  const tags = [monitor['tags'] ?? []].flat().flatMap((tag) => (isMap(tag) ? [String(tag['name'])] : []));
  const retries = monitor['maxretries'];
  const pause = monitor['retryInterval'];
  if (monitor['proxyId'] != null) leftovers.push({ where, what: 'its proxy; write it as proxy' });
  return {
    where,
    name: where,
    tags: [...(group === undefined ? [] : [group]), ...tags],
    request: null,
    authored: {
      ...(isHttp
        ? { http: requestOf(monitor) }
        : { tcp: { ...portOf(`${monitor['hostname']}:${monitor['port']}`), ...timeout(monitor) } }),
      ...(monitor['active'] === false || monitor['active'] === 0 ? { enabled: false } : {}),
      ...everyOf(typeof monitor['interval'] === 'number' ? monitor['interval'] * 1000 : null),
      ...(typeof retries === 'number' && { rechecks: Math.min(retries, 10) }),
      ...(typeof pause === 'number' &&
        typeof retries === 'number' &&
        retries > 0 &&
        pause > 0 && { recheckAfter: durationOf(Math.min(pause, 60) * 1000) }),
    },
    expect: isHttp ? expectOf(monitor, type) : {},
  };
}

const TYPES: Readonly<Record<string, string>> = {
  xml: 'text/xml; charset=utf-8',
  form: 'application/x-www-form-urlencoded',
};

function timeout(monitor: Node) {
  return timeoutOf(typeof monitor['timeout'] === 'number' ? monitor['timeout'] * 1000 : null);
}

function requestOf(monitor: Node): Node {
  const method = textAt(monitor, 'method') ?? 'GET';
  const given = parseJson(textAt(monitor, 'headers') ?? '{}');
  const headers = Object.entries(isMap(given) ? given : {}).map(
    ([name, value]) => [name, literal(String(value))] as const,
  );
  const body = textAt(monitor, 'body');
  const type = TYPES[String(monitor['httpBodyEncoding'])] ?? 'application/json';
  const isTyped = body === null || headers.some(([name]) => /^content-type$/i.test(name));
  const typed = isTyped ? [] : [['content-type', type] as const];
  const most = monitor['maxredirects'];
  return {
    url: literal(textAt(monitor, 'url') ?? ''),
    method: method.toUpperCase(),
    ...(headers.length + typed.length > 0 && { headers: Object.fromEntries([...headers, ...typed]) }),
    ...(body !== null && { body: literal(body) }),
    ...authOf(monitor),
    ...timeout(monitor),
    ...(monitor['ignoreTls'] === true && { tls: { insecure: true } }),
    ...(most !== 0 && {
      follow: typeof most === 'number' && most !== USUAL_REDIRECTS ? Math.min(most, MOST_REDIRECTS) : true,
    }),
  };
}

function authOf(monitor: Node): Node {
  const user = textAt(monitor, 'basic_auth_user');
  const method = monitor['authMethod'];
  if (method === 'oauth2-cc') {
    return {
      auth: {
        oauth2: {
          tokenUrl: textAt(monitor, 'oauth_token_url') ?? '',
          clientId: textAt(monitor, 'oauth_client_id') ?? '',
          clientSecret: literal(textAt(monitor, 'oauth_client_secret') ?? ''),
          scopes: (textAt(monitor, 'oauth_scopes') ?? '').split(' ').filter((scope) => scope !== ''),
        },
      },
    };
  }
  if (method === 'ntlm' || method === 'mtls')
    throw new NotCarried(`authorization of the kind ${method}; write it by hand`);
  if (user === null) return {};
  return { auth: { basic: { user: literal(user), password: literal(textAt(monitor, 'basic_auth_pass') ?? '') } } };
}

function expectOf(monitor: Node, type: string): AuthoredExpect {
  const codes = [monitor['accepted_statuscodes'] ?? []].flat().map(String);
  const status = codes.map((code) => (/^\d+$/.test(code) ? Number(code) : code));
  const keyword = type === 'keyword' ? textAt(monitor, 'keyword') : null;
  const days = monitor['expiryNotification'] === true ? { certificate: { days: 7 } } : {};
  return {
    ...(status.length > 0 && { status: status.length === 1 ? (status[0] ?? 200) : status }),
    ...(keyword !== null && (monitor['invertKeyword'] ? { absent: keyword } : { keyword })),
    ...(type === 'json-query' && { json: [jsonOf(monitor)] }),
    ...days,
  };
}

/** Their language is JSONata; a plain path means the same in JSONPath. */
function jsonOf(monitor: Node): Node {
  const path = textAt(monitor, 'jsonPath') ?? '$';
  const operator = textAt(monitor, 'jsonPathOperator') ?? '==';
  const wanted = textAt(monitor, 'expectedValue') ?? '';
  if (!/^\$?\.?[\w.[\]]*$/.test(path)) throw new NotCarried('its JSON query is JSONata; write it as expect.json');
  const place = `$${path.replace(/^\$?\.?/, (start) => (path === '$' || path.slice(start.length).startsWith('[') ? '' : '.'))}`;
  const value = /^-?\d+(?:\.\d+)?$/.test(wanted)
    ? Number(wanted)
    : wanted === 'true' || wanted === 'false'
      ? wanted === 'true'
      : wanted;
  if (operator === '==') return { path: place, equals: value };
  if (operator === '<' && typeof value === 'number') return { path: place, less: value };
  if (operator === '>' && typeof value === 'number') return { path: place, greater: value };
  throw new NotCarried(`its JSON query compares by ${operator}; write it as expect.json`);
}
