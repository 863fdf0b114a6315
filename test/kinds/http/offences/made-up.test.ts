import { describe, expect, it } from 'vitest';
import type { HttpExpect } from '#kinds/http/check.ts';
import { madeUp } from '#kinds/http/offences/made-up.ts';
import { httpCheck } from '../../checks.ts';
import { DATE, judge } from '../../proving.ts';

const EXPECTATIONS: readonly Partial<HttpExpect>[] = [
  {},
  { status: [[418, 418]] },
  { status: [[400, 499]], keyword: 'no such order' },
  { keyword: '在庫あり', absent: 'Error', latencyMs: 1 },
  { headers: [['X-Version', '2']], more: { headers: [{ name: 'content-type', matches: '^application/json' }] } },
  { more: { keywords: { all: ['a', 'b'] }, absents: { any: ['c', 'd'] } } },
  { more: { keywords: { any: ['a', 'b'] }, matches: ['^ok', 'v1\\.2'] } },
  { keyword: '"status":"up"', more: { json: [{ path: '$.checks[*].state', equals: 'up' }] } },
  { keyword: 'up', more: { json: [{ path: '$.a.b[1]', less: 10, greater: 9 }] } },
  {
    more: {
      json: [
        { path: '$.items', count: { greater: 2, less: 4 } },
        { path: '$.items[*]', count: 3 },
      ],
    },
  },
  {
    more: {
      json: [
        { path: '$.error', exists: false },
        { path: '$.id', exists: true },
        { path: '$.n', matches: '^v1$' },
      ],
    },
  },
  {
    more: {
      schema: {
        type: 'object',
        required: ['id', 'name', 'tags', 'state', 'kind', 'on', 'gone'],
        properties: {
          id: { type: 'integer', minimum: 5 },
          name: { type: 'string' },
          tags: { type: 'array', minItems: 2, items: { type: 'number' } },
          state: { enum: ['up', 'down'] },
          kind: { const: 'api' },
          on: { type: ['boolean', 'null'] },
          gone: { type: 'null' },
        },
      },
    },
  },
  {
    keyword: 'ready',
    more: {
      xml: [
        { path: '/s:Envelope/s:Body/state', namespaces: { s: 'urn:soap' }, equals: 'UP' },
        { path: '//item', count: { greater: 1 } },
        { path: '//load', greater: 0, less: 5 },
        { path: '//item/@id', matches: '^v1$' },
        { path: '//fault', exists: false },
      ],
    },
  },
  { more: { size: { atLeast: 1024 }, phases: { dns: 10, tls: 100 } } },
  { more: { certificate: { days: 30, issuer: 'R3' }, httpVersion: '2' } },
  { status: [[300, 399]], more: { redirect: 'https://www.example.com/' } },
  { more: { redirect: 'https://www.example.com/' } },
];

describe('an answer that is made up', () => {
  it.each(EXPECTATIONS)('fits %j', async (expected) => {
    const check = httpCheck('https://api.example.com/', { expect: expected });

    expect(await judge(madeUp(check, DATE), check)).toBeNull();
  });

  it('has no body where the method has none', () => {
    expect(madeUp(httpCheck('https://a.example/', { http: { method: 'HEAD' } }), DATE)).toMatchObject({
      body: Buffer.alloc(0),
    });
  });
});
