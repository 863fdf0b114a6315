import { X509Certificate } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { checkHttp } from '../../checks.ts';
import { httpServer, httpsServer, tlsFixture } from '../../servers.ts';

type Served = {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
};
type Authored = { readonly url: string; readonly expect: unknown; readonly http?: object; readonly rest?: object };

/** From what a person writes to the verdict: a setting that gets lost on the way would pass here. */
async function verdictOn(
  { url, expect: expected, http, rest }: Authored,
  tls: HttpCheck['target']['tls'] = {},
): Promise<Verdict> {
  const entry = { name: 'target', http: { url, ...http }, expect: expected, ...rest };
  const { list, faults } = parseChecks(JSON.stringify({ checks: [entry] }), { ...NOTHING_OUTSIDE, patterns });
  expect(faults).toEqual([]);
  const check = list?.checks[0] as HttpCheck;
  return checkHttp(
    { check: { ...check, target: { ...check.target, tls } }, previous: { attempts: 0 } },
    SYSTEM_EFFECTS,
  );
}

async function judged(expected: unknown, { status = 200, headers = {}, body = '' }: Served): Promise<Verdict> {
  const url = await httpServer((_, response) => void response.writeHead(status, headers).end(body));
  return verdictOn({ url, expect: expected });
}

const ORDERS = JSON.stringify({
  status: 'DOWN',
  load: 9,
  none: null,
  nested: { b: [1, { c: 2 }], a: 1 },
  items: [
    { id: 1, ok: true },
    { id: 2, ok: false },
    { id: 3, ok: true },
  ],
});

describe('a body', () => {
  it.each([
    [{ keyword: ['up', 'ok'] }, 'up and ok'],
    [{ keyword: { any: ['down', 'ok'] } }, 'up and ok'],
    [{ absent: ['error', 'fault'] }, 'up and ok'],
    [{ absent: { any: ['up', 'fault'] } }, 'up and ok'],
    [{ matches: '^up .* ok$' }, 'up and ok'],
    [{ matches: ['(?i)UP', '\\bok\\b'] }, 'up and ok'],
    [{ size: { atLeast: '3B', atMost: '3B' } }, 'あ'],
    [{ json: [{ path: '$.nested', equals: { a: 1, b: [1, { c: 2.0 }] } }] }, ORDERS],
    [
      {
        json: [
          { path: '$.none', exists: true },
          { path: '$.none', equals: null },
          { path: '$.no', exists: false },
        ],
      },
      ORDERS,
    ],
    [
      {
        json: [
          { path: '$.items', count: 3 },
          { path: '$.items[?@.ok == true]', count: { greater: 1, less: 3 } },
        ],
      },
      ORDERS,
    ],
    [{ json: [{ path: '$.items[*].id', less: 4, greater: 0 }] }, ORDERS],
    [
      {
        json: [
          { path: '$.status', matches: '^D' },
          { path: "$.items[?match(@.id, 'x')]", count: 0 },
        ],
      },
      ORDERS,
    ],
    [{ json: [{ path: '$.a', equals: 0 }] }, '{"a": -0.0}'],
    [{ schema: { type: 'object', required: ['status'], properties: { load: { maximum: 9 } } } }, ORDERS],
  ])('meets %j', async (expected, body) => {
    expect((await judged(expected, { body })).reason).toBeNull();
  });

  it.each<[expected: unknown, body: string, code: string, message: string]>([
    [{ keyword: ['up', 'ok', 'well'] }, 'up', 'keyword', 'keywords "ok", "well" not in the 2 bytes of the body'],
    [
      { keyword: { any: ['up', 'ok'] } },
      'down',
      'keyword',
      'none of the keywords "up", "ok" in the 4 bytes of the body',
    ],
    [{ absent: ['error', 'fault'] }, 'a fault', 'absent', '"fault" is in the body, wanted absent'],
    [{ absent: { any: ['a', 'b'] } }, 'ab', 'absent', '"a", "b" are all in the body, wanted one absent'],
    [
      { matches: ['^up$', '\\d'] },
      'up\n',
      'body',
      '"^up$" does not match in the 3 bytes of the body; also "\\d" does not match in the 3 bytes of the body',
    ],
    [{ size: { atLeast: '1KiB' } }, 'hello, world', 'body', 'body has 12 bytes, wanted at least 1 KiB'],
    [{ size: { atMost: '1B' } }, 'あ', 'body', 'body has 3 bytes, wanted at most 1 byte'],
    [{ json: [{ path: '$.status', equals: 'UP' }] }, ORDERS, 'body', '$.status is "DOWN", wanted "UP"'],
    [{ json: [{ path: '$.a.b', equals: 1 }] }, ORDERS, 'body', '$.a.b is not there, wanted 1 (the body is JSON)'],
    [{ json: [{ path: '$.a', exists: true }] }, ORDERS, 'body', '$.a is not there (the body is JSON)'],
    [{ json: [{ path: '$.load', exists: false }] }, ORDERS, 'body', '$.load is 9, wanted nothing there'],
    [
      { json: [{ path: '$.items', count: { greater: 5 } }] },
      ORDERS,
      'body',
      '$.items has 3 values, wanted more than 5',
    ],
    [{ json: [{ path: '$.items[?@.id > 2]', count: 2 }] }, ORDERS, 'body', '$.items[?@.id > 2] has 1 value, wanted 2'],
    [{ json: [{ path: '$.no', count: 2 }] }, ORDERS, 'body', '$.no is not there, wanted 2 values (the body is JSON)'],
    [{ json: [{ path: '$.load', count: 2 }] }, ORDERS, 'body', '$.load is 9, wanted a list of 2'],
    [
      { json: [{ path: '$.items[*].ok', equals: true }] },
      ORDERS,
      'body',
      '$.items[*].ok is false (value 2 of 3), wanted true',
    ],
    [
      { json: [{ path: '$.none[*]', equals: 1 }] },
      ORDERS,
      'body',
      '$.none[*] is not there, wanted 1 (the body is JSON)',
    ],
    [
      { json: [{ path: '$.load', less: 9, greater: 2 }] },
      ORDERS,
      'body',
      '$.load is 9, wanted a number more than 2 and less than 9',
    ],
    [{ json: [{ path: '$.status', less: 9 }] }, ORDERS, 'body', '$.status is "DOWN", wanted a number less than 9'],
    [{ json: [{ path: '$.load', matches: '9' }] }, ORDERS, 'body', '$.load is 9, wanted text that matches "9"'],
    [{ json: [{ path: '$.a', equals: 'x' }] }, '{"a": "\\u001b[31m\\u0000"}', 'body', '$.a is "␛[31m␀", wanted "x"'],
    [
      { json: [{ path: '$.a', equals: 1 }] },
      '{"a":1,}',
      'body',
      'the body is not JSON: expected double-quoted property name at line 1, column 8',
    ],
    [{ json: [{ path: '$.a', equals: 1 }] }, '<html>', 'body', "the body is not JSON: unexpected token '<'"],
    [{ json: [{ path: '$.a', equals: 1 }] }, '{"a":', 'body', 'the body is not JSON: it ends too early'],
    [{ json: [{ path: '$.a', equals: 1 }] }, '', 'body', 'the body is empty, wanted JSON'],
    [{ schema: { type: 'array' } }, '{"a":1}', 'body', 'by the schema the body is {"a":1}, must be array'],
    [
      { schema: { properties: { items: { items: { properties: { ok: { enum: [true] } } } } } } },
      ORDERS,
      'body',
      'by the schema /items/1/ok is false, must be equal to one of the allowed values: [true]',
    ],
    [
      { schema: { $schema: 'http://json-schema.org/draft-07/schema#', properties: { status: { pattern: '^UP$' } } } },
      ORDERS,
      'body',
      'by the schema /status is "DOWN", must match pattern "^UP$"',
    ],
  ])('does not meet %j: %s', async (expected, body, code, message) => {
    expect((await judged(expected, { body })).reason).toEqual({ code, message });
  });

  it('is read in its charset', async () => {
    const body = Buffer.from([0x8d, 0xdd, 0x8c, 0xc9, 0x82, 0xa0, 0x82, 0xe8]);
    const headers = { 'content-type': 'text/plain; charset=Shift_JIS' };
    expect((await judged({ matches: '^在庫.り$', keyword: ['在庫', 'あり'] }, { body, headers })).reason).toBeNull();
  });

  it('tells everything that does not hold, after the status', async () => {
    const expected = {
      json: [
        { path: '$.load', less: 5 },
        { path: '$.status', equals: 'UP' },
      ],
      header: { etag: { matches: '.' } },
    };
    expect((await judged(expected, { status: 500, body: ORDERS })).reason).toEqual({
      code: 'status',
      message:
        'status 500, wanted 2xx; also header etag is missing, wanted to match "."; also $.load is 9, wanted a number less than 5; also $.status is "DOWN", wanted "UP"',
    });
  });

  it('that is cut says so, and is no JSON', async () => {
    const body = `"${'x'.repeat(1024 * 1024)}"`;
    const expected = { json: [{ path: '$', exists: true }], matches: 'y', size: { atMost: '1MiB' } };
    const { reason } = await judged(expected, { body });
    expect(reason?.message).toContain('"y" does not match in the first 1 MiB of the body (cut there)');
    expect(reason?.message).toContain('the body is longer than the 1 MiB that are read, so it cannot be read as JSON');
    expect(reason?.message).toContain('body has more than 1 MiB, wanted at most 1 MiB');
  });
});

describe('a header', () => {
  const headers = { 'x-a': ['1', 'v2'], etag: 'W/"1"' };

  it.each([
    { 'X-A': { matches: '^v\\d$' } },
    { 'x-b': { absent: true } },
    { ETag: { equals: 'W/"1"' } },
  ])('meets %j', async (header) => {
    expect((await judged({ header }, { headers })).reason).toBeNull();
  });

  it.each([
    [{ 'x-a': { matches: '^\\D+$' } }, 'header x-a is "1", "v2", wanted to match "^\\D+$"'],
    [{ 'x-a': { absent: true } }, 'header x-a is "1", "v2", wanted absent'],
    [{ 'x-b': { matches: 'a' } }, 'header x-b is missing, wanted to match "a"'],
    [{ etag: { equals: '1' } }, 'header etag is "W/"1"", wanted "1"'],
  ])('does not meet %j', async (header, message) => {
    expect((await judged({ header }, { headers })).reason).toEqual({ code: 'header', message });
  });
});

describe('a redirect', () => {
  async function redirecting() {
    return httpServer((request, response) => {
      if (request.url === '/login') response.end('welcome');
      else response.writeHead(302, { location: '/login' }).end();
    });
  }

  it('points where it is expected to, followed or not', async () => {
    const url = await redirecting();
    const wanted = { redirect: `${url}/login` };
    expect((await verdictOn({ url, expect: wanted })).reason).toBeNull();
    expect((await verdictOn({ url, expect: wanted, http: { follow: true } })).reason).toBeNull();
  });

  it('that leads elsewhere, or is none, is told', async () => {
    const url = await redirecting();
    const wanted = { redirect: `${url}/home`, status: '100-599' };
    const message = `redirects to "${url}/login", wanted "${url}/home"`;
    expect((await verdictOn({ url, expect: wanted })).reason).toEqual({ code: 'redirect', message });
    expect((await verdictOn({ url, expect: wanted, http: { follow: 1 } })).reason?.message).toBe(message);
    expect((await verdictOn({ url: `${url}/login`, expect: wanted })).reason?.message).toBe(
      `does not redirect, wanted "${url}/home"`,
    );
  });
});

describe('the way there', () => {
  const trusted = { ca: tlsFixture('root') };

  it('meets the days and the issuer of a certificate, and the version of HTTP', async () => {
    const url = await httpsServer('good');
    const wanted = { certificate: { days: 3650, issuer: 'CN=Rollcall Test Root' }, httpVersion: '1.1' };
    expect((await verdictOn({ url, expect: wanted }, trusted)).reason).toBeNull();
  });

  it('tells the real end and issuer of a certificate, and the version of HTTP', async () => {
    const wanted = { certificate: { days: 21, issuer: 'DigiCert' }, httpVersion: '2' };
    const { reason } = await verdictOn({ url: await httpsServer('expired'), expect: wanted }, { insecure: true });
    expect(reason).toEqual({
      code: 'protocol',
      message:
        'HTTP version "1.1", wanted "2"; also certificate ended 2025-01-31, wanted 21 or more; ' +
        'also certificate issuer "CN=Rollcall Test Root", wanted "DigiCert"',
    });
  });

  it('leaves the days and the fingerprint of a certificate in the verdict', async () => {
    const fingerprint = new X509Certificate(tlsFixture('good')).fingerprint256.replaceAll(':', '').toLowerCase();
    const wanted = { certificate: { days: 1 } };
    const { certificate } = await verdictOn({ url: await httpsServer('good'), expect: wanted }, trusted);
    expect(certificate).toEqual({
      daysLeft: expect.any(Number),
      fingerprint: fingerprint.slice(0, 16),
      notAfter: new X509Certificate(tlsFixture('good')).validToDate.toISOString(),
    });
    expect(certificate?.daysLeft).toBeGreaterThan(3650);
  });

  it('leaves that of a certificate which was not accepted, too', async () => {
    const wanted = { certificate: { days: 1 } };
    const verdict = await verdictOn({ url: await httpsServer('expired'), expect: wanted }, trusted);
    expect(verdict.reason?.code).toBe('tls');
    expect(verdict.certificate?.daysLeft).toBeLessThan(0);
  });

  it('leaves none of a hop before, and none that nobody asked about', async () => {
    const plain = await httpServer((_, response) => void response.end());
    const url = await httpsServer('good', (_, response) => void response.writeHead(302, { location: plain }).end());
    const led = await verdictOn({ url, expect: { certificate: { days: 1 } }, http: { follow: true } }, trusted);
    expect(led).not.toHaveProperty('certificate');
    expect(await verdictOn({ url, expect: { status: 302 } }, trusted)).not.toHaveProperty('certificate');
  });

  it('is at fault when the last hop has no certificate', async () => {
    const plain = await httpServer((_, response) => void response.end());
    const url = await httpsServer('good', (_, response) => void response.writeHead(302, { location: plain }).end());
    const { reason } = await verdictOn({ url, expect: { certificate: { days: 1 } }, http: { follow: true } }, trusted);
    expect(reason).toEqual({ code: 'certificate', message: `no certificate from "${plain}/", wanted https` });
  });

  it('is NG by a phase that took too long', async () => {
    const url = await httpServer((_, response) => void setTimeout(() => response.end(), 60));
    const { reason } = await verdictOn({
      url,
      expect: { latency: { total: '9s', firstByte: '20ms', tls: undefined } },
    });
    expect(reason?.code).toBe('latency');
    expect(reason?.message).toMatch(/^first byte [\d.]+ ms, wanted 20 ms or less$/);
  });
});

describe('an OK', () => {
  it.each([
    ['latency > 20ms'],
    ['firstByte > 20ms'],
    [{ dns: '1s', firstByte: '20ms' }],
  ])('beyond %j is slow', async (degraded) => {
    const url = await httpServer((_, response) => void setTimeout(() => response.end(), 60));
    const { outcome, reason, degraded: slow } = await verdictOn({ url, expect: {}, rest: { degraded } });
    expect({ outcome, reason, slow }).toEqual({ outcome: 'OK', reason: null, slow: true });
  });

  it('within its limits is not slow, nor is an NG', async () => {
    const url = await httpServer((_, response) => void response.end());
    expect((await verdictOn({ url, expect: {}, rest: { degraded: 'latency > 9s' } })).degraded).toBe(false);
    expect((await verdictOn({ url, expect: { keyword: 'x' }, rest: { degraded: 'latency > 1ms' } })).degraded).toBe(
      false,
    );
  });
});

describe('a hostile body', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['nests for ever', { path: '$..a', exists: true }, nested(400_000), /^the body nests more than 100 deep/],
    [
      'is one long list',
      { path: '$..a', exists: true },
      `[${'0,'.repeat(450_000)}0]`,
      /^\$\.\.a is not there|^the body takes too long/,
    ],
    [
      'makes a path quadratic',
      { path: '$[?$..a]', exists: true },
      `[${'0,'.repeat(450_000)}0]`,
      /^the body takes too long to judge/,
    ],
    [
      'is a list of keys',
      { path: '$[*].a', count: 3 },
      `[${'{"a":1},'.repeat(100_000)}{}]`,
      /^\$\[\*\]\.a has 100000 values, wanted 3$/,
    ],
    [
      'is slow for another engine',
      { path: '$', matches: '^(a+)+$' },
      JSON.stringify(`${'a'.repeat(900_000)}b`),
      /^\$ is "a{96,}…", wanted/,
    ],
    [
      'brings its own regex',
      { path: '$[?search(@.t, @.p)]', exists: true },
      JSON.stringify([{ t: `${'a'.repeat(50_000)}b`, p: '^(a+)+$' }]),
      /^\$\[\?search.* is not there/,
    ],
    [
      'closes a bracket that is not its own',
      { path: '$[?match(@.t, @.p)]', exists: true },
      JSON.stringify([{ t: 'x', p: 'a)|(x' }]),
      /is not there/,
    ],
  ])('that %s gets its answer in time', async (_, json, body, message) => {
    const began = performance.now();
    const { reason } = await judged({ json: [json] }, { body });
    expect(reason?.message).toMatch(message);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('that makes a schema quadratic gets its answer in time', async () => {
    const body = `[${Array.from({ length: 60_000 }, (_, index) => `[${index}]`).join()}]`;
    const { reason } = await judged({ schema: { type: 'array', uniqueItems: true } }, { body });
    expect(reason?.message).toMatch(/^the body takes too long to judge/);
    expect((await judged({ schema: { type: 'array', uniqueItems: true } }, { body: '[1,1]' })).reason?.message).toMatch(
      /^by the schema/,
    );
  });

  it('that is compressed unasked is judged as it came', async () => {
    const { reason } = await judged({ size: { atMost: '100B' } }, { body: gzipSync('x'.repeat(5000)) });
    expect(reason).toBeNull();
  });
});
