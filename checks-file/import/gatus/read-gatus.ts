import { isMap } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { draftsOf, type Node, nodeAt, portOf, referencesInText, textAt } from '../documents.ts';
import { everyOf, millisecondsOf, timeoutOf } from '../durations.ts';
import { type Draft, type Leftover, literal, NotCarried, type Reading } from '../imported-check.ts';
import { expectOf } from './conditions.ts';

const OTHER_SECTIONS = {
  'external-endpoints': 'are not carried over; write them as heartbeat:',
  suites: 'are not carried over; write each as steps:',
  remote: 'is not read; only endpoints are',
} as const;

/** How to write what an endpoint's scheme stands for. */
const BY_SCHEME: Readonly<Record<string, string>> = {
  tls: 'tls:',
  starttls: 'tls: with starttls',
  ws: 'websocket:',
  wss: 'websocket:',
  grpc: 'grpc: with tls: false',
  grpcs: 'grpc: with tls: true',
};

/** A Gatus configuration: its endpoints of http and tcp. */
export function readGatus(document: Node): Reading {
  const endpoints = [document['endpoints'] ?? document['services'] ?? []].flat();
  const read = draftsOf(endpoints, whereOf, endpointOf);
  const leftovers = Object.entries(OTHER_SECTIONS)
    .filter(([key]) => document[key] !== undefined)
    .map(([where, what]): Leftover => ({ where, what }));
  return { ...read, leftovers: [...read.leftovers, ...leftovers], notes: [] };
}

function whereOf(endpoint: unknown, index: number): string {
  const name = isMap(endpoint) ? textAt(endpoint, 'name') : null;
  return name ?? `endpoints[${index}]`;
}

function endpointOf(endpoint: Node, where: string, leftovers: Leftover[]): Draft {
  const url = referencesInText(textAt(endpoint, 'url') ?? '');
  const client = nodeAt(endpoint, 'client');
  const { expect, unread } = expectOf([endpoint['conditions'] ?? []].flat());
  for (const condition of unread) leftovers.push({ where, what: unreadCondition(condition) });
  const group = textAt(endpoint, 'group');
  return {
    where,
    name: textAt(endpoint, 'name') ?? where,
    tags: group === null ? [] : [group],
    request: null,
    authored: { ...askedOf(endpoint, url, client), ...scheduleOf(endpoint) },
    expect,
  };
}

function unreadCondition(condition: string): string {
  const is = `the condition ${quoted(condition)}`;
  if (condition.includes('[DOMAIN_EXPIRATION]')) return `${is} is not carried over; write a check of domain: for it`;
  return `${is} has no setting that stands for it`;
}

function askedOf(endpoint: Node, url: string, client: Node): Node {
  const timeout = timeoutOf(millisecondsOf(client['timeout']));
  if (endpoint['dns'] !== undefined) throw new NotCarried('is of dns, which is not carried over; write it as dns:');
  if (endpoint['ssh'] !== undefined) throw new NotCarried('is of ssh, and no kind of check asks for that');
  if (/^tcp:\/\//.test(url)) return { tcp: { ...portOf(url.slice('tcp://'.length)), ...timeout } };
  if (!/^(?:https?:\/\/|\$\{env:)/.test(url)) throw new NotCarried(otherScheme(url));
  const body = textAt(endpoint, 'body');
  const method = textAt(endpoint, 'method');
  const headers = nodeAt(endpoint, 'headers');
  const isGraphql = endpoint['graphql'] === true;
  const sent = body === null ? {} : isGraphql ? { json: { query: literal(body) } } : { body: referencesInText(body) };
  return {
    http: {
      url,
      ...(method !== null && { method }),
      ...(Object.keys(headers).length > 0 && { headers: mapped(headers) }),
      ...sent,
      ...timeout,
      ...(client['insecure'] === true && { tls: { insecure: true } }),
      ...(client['ignore-redirect'] !== true && { follow: true }),
      ...(typeof client['proxy-url'] === 'string' && { proxy: referencesInText(client['proxy-url']) }),
    },
  };
}

function otherScheme(url: string): string {
  const scheme = /^\w+(?=:\/\/)/.exec(url)?.[0] ?? '';
  const shown = quoted(url.replace(/:.*/s, '://…'));
  const instead = Object.hasOwn(BY_SCHEME, scheme) ? BY_SCHEME[scheme] : undefined;
  if (instead !== undefined) return `${shown} is not carried over; write it as ${instead}`;
  return `${shown} is of no kind that a check has`;
}

function mapped(headers: Node): Node {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, referencesInText(String(value))]));
}

function scheduleOf(endpoint: Node): Node {
  const [alert] = [endpoint['alerts'] ?? []].flat();
  const thresholds = isMap(alert) ? alert : {};
  const failures = thresholds['failure-threshold'];
  const successes = thresholds['success-threshold'];
  return {
    ...everyOf(millisecondsOf(endpoint['interval'])),
    ...(endpoint['enabled'] === false && { enabled: false }),
    ...(typeof failures === 'number' && { failureThreshold: failures }),
    ...(typeof successes === 'number' && { successThreshold: successes }),
  };
}
