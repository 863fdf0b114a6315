import { isMap } from '#core/text/json-values.ts';
import { quoted } from '#core/text/shown.ts';
import { draftsOf, type Node, nodeAt, portOf, referencesInText, textAt } from '../documents.ts';
import { everyOf, millisecondsOf, timeoutOf } from '../durations.ts';
import { type Draft, type Leftover, literal, NotCarried, type Reading } from '../imported-check.ts';
import { expectOf } from './conditions.ts';

/** A Gatus configuration: its endpoints of http and tcp. */
export function readGatus(document: Node): Reading {
  const endpoints = [document['endpoints'] ?? document['services'] ?? []].flat();
  const read = draftsOf(endpoints, whereOf, endpointOf);
  const others = ['external-endpoints', 'suites', 'remote'].filter((key) => document[key] !== undefined);
  const leftovers = others.map((key): Leftover => ({ where: key, what: 'is not read; only endpoints are' }));
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
  for (const condition of unread)
    leftovers.push({ where, what: `the condition ${quoted(condition)} has no setting that stands for it` });
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

function askedOf(endpoint: Node, url: string, client: Node): Node {
  const timeout = timeoutOf(millisecondsOf(client['timeout']));
  if (endpoint['dns'] !== undefined || endpoint['ssh'] !== undefined)
    throw new NotCarried('is of no kind that a check has');
  if (/^tcp:\/\//.test(url)) return { tcp: { ...portOf(url.slice('tcp://'.length)), ...timeout } };
  if (!/^(?:https?:\/\/|\$\{env:)/.test(url)) {
    throw new NotCarried(`${quoted(url.replace(/:.*/s, '://…'))} is of no kind that a check has; http and tcp are`);
  }
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
