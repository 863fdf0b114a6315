import { expect, it } from 'vitest';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { placedFaults } from '#checks-file/place-faults.ts';
import { readSources, sourceOf } from '#checks-file/read-text.ts';
import * as patterns from '#core/matching/patterns.ts';
import { isMap } from '#core/text/json-values.ts';

const WHOLE = {
  vars: { q: 'v' },
  environments: { prod: { vars: { q: 'w' } } },
  deploy: { name: 'shop', alarms: { datapoints: '2 of 3' }, rollout: { type: 'linear', percentage: 10, minutes: 1 } },
  defaults: { timeout: '5s', labels: { ok: 'up' }, tls: { insecure: true }, expect: { latency: '2s' } },
  alerts: {
    topics: { pages: { receivers: [{ webhook: { url: 'https://example.com/hook' } }, { command: ['/bin/true'] }] } },
    routes: [{ topic: 'pages', severity: 'critical' }],
  },
  maintenance: [{ from: '2030-01-01T00:00', to: '2030-01-02T00:00' }],
  guard: [{ name: 'g', tcp: { host: 'example.com', port: 443 } }],
  page: { title: 'Shop', notes: [{ at: '2026-01-01', title: 'a', text: 'b' }] },
  checks: [
    {
      name: 'a ${var:q}',
      http: {
        url: 'https://example.com/',
        auth: { basic: { user: 'u', password: '${env:P}' } },
        multipart: [{ name: 'f', value: 'x' }],
      },
      expect: {
        keyword: { any: ['x'] },
        header: { 'x-kept': { matches: '^a' } },
        json: [{ path: '$.a', count: { less: 3 } }],
        certificate: { days: 7 },
      },
    },
    {
      name: 'b',
      steps: {
        flow: [
          {
            name: 's',
            http: {
              url: 'https://example.com/',
              graphql: { query: '{ a }', variables: { 'x-kept': { 'x-kept': 1 } } },
            },
            capture: { token: { json: '$.t' } },
            until: { keyword: 'done', every: '1s' },
          },
          { name: 't', http: { url: 'https://example.com/{{token}}' } },
        ],
      },
    },
    { name: 'c ${var:region}', for: [{ region: 'eu' }], tls: { host: 'example.com' }, expect: { days: { fail: 7 } } },
  ],
};

/** Maps whose names are data, not settings. */
const DATA = ['vars', 'environments', 'topics', 'header', 'variables', 'capture', 'for', 'x-kept'];

/** The value with a key of its author's in every map of settings. */
function withOwnKeys(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withOwnKeys(item, key));
  if (!isMap(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withOwnKeys(one, name)]));
  if (DATA.includes(key)) return inner;
  return { 'x-first': { any: ['${var:nobody}'] }, ...inner, 'x-last': 1 };
}

const OUTSIDE = { ...NOTHING_OUTSIDE, patterns };

function listOf(content: unknown) {
  const found = readSources([sourceOf(JSON.stringify(content), OUTSIDE)], {}, OUTSIDE);
  if (!('list' in found)) throw new Error(JSON.stringify(placedFaults(found), null, 1));
  return found.list;
}

it('a key that is its author’s own may stand in every map of settings, and changes nothing', () => {
  const list = listOf(WHOLE);
  expect(listOf(withOwnKeys(WHOLE))).toEqual(list);
  expect(JSON.stringify(list).match(/x-kept/g)).toHaveLength(3);
});

it('a misspelt key beside it is a fault all the same', () => {
  const entry = { name: 'a', http: { url: 'https://example.com/', 'x-a': 1, timeot: '1s' } };
  expect(() => listOf({ checks: [entry] })).toThrow('did you mean timeout?');
});
