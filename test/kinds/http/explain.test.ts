import { describe, expect, it } from 'vitest';
import type { HttpExpect } from '#kinds/http/check.ts';
import { httpServer, httpsServer, tlsFixture } from '../servers.ts';
import { tracedHttp } from '../traced.ts';

type Case = readonly [expected: Partial<HttpExpect>, held: readonly (string | RegExp)[], broken: Partial<HttpExpect>];

const BODY = '{"status":"ok","items":[1,2,3],"big":12345678901234567890}';
const STATUS = 'status 200, wanted 2xx';

const CASES: readonly Case[] = [
  [
    {
      status: [
        [200, 200],
        [304, 304],
      ],
    },
    ['status 200, wanted 200 or 304'],
    { status: [[500, 599]] },
  ],
  [{ status: [] }, ['status 200, wanted any'], { status: [[201, 201]] }],
  [{ headers: [['x-who', 'me']] }, [STATUS, 'header x-who is "me"'], { headers: [['x-who', 'you']] }],
  [{ keyword: 'ok' }, [STATUS, 'keyword "ok" is in the 58 bytes of the body'], { keyword: 'down' }],
  [{ absent: 'down' }, [STATUS, '"down" is not in the 58 bytes of the body'], { absent: 'ok' }],
  [{ latencyMs: 9000 }, [STATUS, /^latency [\d.]+ ms, wanted 9000 ms or less$/], { latencyMs: 0 }],
  [
    { more: { keywords: { all: ['status', 'ok'] } } },
    [STATUS, 'keyword "status" is in the 58 bytes of the body', 'keyword "ok" is in the 58 bytes of the body'],
    { more: { keywords: { all: ['up'] } } },
  ],
  [
    { more: { keywords: { any: ['up', 'ok'] } } },
    [STATUS, 'one of the keywords "up", "ok" is in the 58 bytes of the body'],
    { more: { keywords: { any: ['up'] } } },
  ],
  [
    { more: { absents: { all: ['a b', 'down'] } } },
    [STATUS, '"a b" is not in the 58 bytes of the body', '"down" is not in the 58 bytes of the body'],
    { more: { absents: { all: ['ok'] } } },
  ],
  [
    { more: { absents: { any: ['ok', 'down'] } } },
    [STATUS, 'not all of "ok", "down" are in the 58 bytes of the body'],
    { more: { absents: { any: ['ok'] } } },
  ],
  [
    { more: { matches: ['o[k]'] } },
    [STATUS, '"o[k]" matches in the 58 bytes of the body'],
    { more: { matches: ['^x'] } },
  ],
  [
    {
      more: {
        json: [
          { path: '$.status', equals: 'ok' },
          { path: '$.items', count: 3 },
          { path: '$.items[*]', less: 5 },
          { path: '$.gone', exists: false },
        ],
      },
    },
    [
      STATUS,
      '$.status is "ok", wanted "ok"',
      '$.items has 3 values, wanted 3 values',
      '$.items[*] is 1 (and 2 more alike), wanted a number less than 5',
      '$.gone is not there, as wanted',
    ],
    { more: { json: [{ path: '$.status', equals: 'up' }] } },
  ],
  [
    { more: { schema: { required: ['status'] } } },
    [STATUS, 'the body fits the schema'],
    { more: { schema: { required: ['x'] } } },
  ],
  [
    {
      more: {
        headers: [
          { name: 'x-who', matches: '^m' },
          { name: 'x-none', absent: true },
        ],
      },
    },
    [STATUS, 'header x-who is "me", wanted to match "^m"', 'header x-none is missing, as wanted'],
    { more: { headers: [{ name: 'x-who', absent: true }] } },
  ],
  [
    { more: { size: { atLeast: 10, atMost: 100 } } },
    [STATUS, 'body has 58 bytes, wanted at least 10', 'body has 58 bytes, wanted at most 100'],
    { more: { size: { atMost: 10 } } },
  ],
  [
    { more: { phases: { firstByte: 9000, tls: 9000 } } },
    [STATUS, /^firstByte [\d.]+ ms, wanted 9000 ms or less$/, 'tls did not happen, wanted 9000 ms or less'],
    { more: { phases: { firstByte: 0 } } },
  ],
  [{ more: { httpVersion: '1.1' } }, [STATUS, 'HTTP version 1.1'], { more: { httpVersion: '2' } }],
];

const answer: Parameters<typeof httpServer>[0] = (_, response) => response.writeHead(200, { 'x-who': 'me' }).end(BODY);

describe('each expectation of a response', () => {
  it.each(CASES)('says that it holds, with the real value (%#)', async (expected, held) => {
    const { verdict, trace } = await tracedHttp(await httpServer(answer), { expect: expected });

    expect(verdict.outcome).toBe('OK');
    expect(trace.expectations).toEqual(
      held.map((text) => ({ isHeld: true, text: typeof text === 'string' ? text : expect.stringMatching(text) })),
    );
  });

  it.each(
    CASES,
  )('beside those that hold says why another than %j does not, as the verdict does', async (_, __, broken) => {
    const { verdict, trace } = await tracedHttp(await httpServer(answer), { expect: { ...broken, absent: 'x-y-z' } });
    const failed = trace.expectations.filter(({ isHeld }) => !isHeld);

    if (broken.absent === undefined) expect(failed.map(({ text }) => text)).toEqual([verdict.reason?.message]);
    expect(trace.expectations.length).toBeGreaterThan(failed.length);
  });

  it('is listed also behind one that does not hold', async () => {
    const { trace } = await tracedHttp(await httpServer(answer), {
      expect: { status: [[500, 500]], keyword: 'ok', more: { json: [{ path: '$.status', equals: 'x' }] } },
    });

    expect(trace.expectations.map(({ isHeld }) => isHeld)).toEqual([false, true, false]);
  });

  it('of XML, of a certificate and of where a redirect leads has its real value', async () => {
    const xml: Parameters<typeof httpServer>[0] = (_, response) => response.end('<r><n>7</n></r>');
    const certificate = { days: 1, issuer: 'Rollcall' };
    const [plain, secure, redirect] = await Promise.all([
      tracedHttp(await httpServer(xml), { expect: { more: { xml: [{ path: '/r/n', equals: 7 }] } } }),
      tracedHttp(await httpsServer('good'), {
        http: { tls: { ca: tlsFixture('root') } },
        expect: { more: { certificate } },
      }),
      tracedHttp(await httpServer((_, response) => response.writeHead(302, { location: 'http://a.test/b' }).end()), {
        expect: { status: [], more: { redirect: 'http://a.test/b' } },
      }),
    ]);

    expect(plain.trace.expectations[1]).toEqual({ isHeld: true, text: '/r/n is 7, wanted 7' });
    expect(secure.trace.expectations.slice(1).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^certificate ends in \d+ days \(\d{4}-\d\d-\d\d\), wanted 1 or more$/),
      expect.stringMatching(/^certificate issuer ".*Rollcall.*", wanted "Rollcall"$/),
    ]);
    expect(redirect.trace.expectations[1]).toEqual({ isHeld: true, text: 'it leads to "http://a.test/b"' });
  });

  it('is not asked for where no answer came', async () => {
    const { trace } = await tracedHttp('http://127.0.0.1:1/', { expect: { keyword: 'ok' } });
    expect(trace).toMatchObject({ expectations: [], said: null, verdict: { reason: { code: 'refused' } } });
  });
});
