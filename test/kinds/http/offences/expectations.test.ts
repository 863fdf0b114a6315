import { describe, expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { HttpExpect, MoreExpect } from '#kinds/http/check.ts';
import type { HttpResponse } from '#kinds/http/observation.ts';
import { response } from '../../../core/verdict/observations.ts';
import { httpCheck } from '../../checks.ts';
import { judge, judgeWithout, named, proofOf } from '../../proving.ts';

const LIST = '{"status":"up","items":[{"n":1},{"n":2}],"none":[],"text":"2.5","big":9007199254740993}';
const FACTS = {
  redirects: 0,
  url: 'https://api.example.com/',
  httpVersion: '1.1',
  certificate: { validTo: '2027-11-24T00:00:00.000Z', issuer: 'CN=R3, O=Example', fingerprint: '' },
};

type Row = {
  /** What is expected, as prove names it. */
  readonly names: readonly string[];
  readonly expectation: keyof HttpExpect | keyof MoreExpect;
  readonly expect: Partial<HttpExpect>;
  readonly healthy?: Partial<Omit<HttpResponse, 'body'>> & { readonly body?: string | Buffer };
};

const json = (names: readonly string[], one: NonNullable<MoreExpect['json']>[number]): Row => ({
  names,
  expectation: 'json',
  expect: { more: { json: [one] } },
  healthy: { body: LIST },
});

const ROWS: readonly Row[] = [
  { names: ['status'], expectation: 'status', expect: { status: [[200, 204]] } },
  { names: ['keyword'], expectation: 'keyword', expect: { keyword: 'ok' } },
  { names: ['keyword'], expectation: 'keyword', expect: { keyword: 'ab' }, healthy: { body: 'aabb' } },
  { names: ['absent'], expectation: 'absent', expect: { absent: 'fatal' } },
  { names: ['latency'], expectation: 'latencyMs', expect: { latencyMs: 800 } },
  {
    names: ['header.Server'],
    expectation: 'headers',
    expect: { headers: [['Server', 'nginx']] },
    healthy: { rawHeaders: ['server', 'nginx', 'x', 'y'] },
  },
  {
    names: ['keyword[0]', 'keyword[1]'],
    expectation: 'keywords',
    expect: { more: { keywords: { all: ['status', 'up'] } } },
    healthy: { body: LIST },
  },
  { names: ['keyword.any'], expectation: 'keywords', expect: { more: { keywords: { any: ['ok', 'up'] } } } },
  { names: ['absent[0]', 'absent[1]'], expectation: 'absents', expect: { more: { absents: { all: ['a', 'b'] } } } },
  { names: ['absent.any'], expectation: 'absents', expect: { more: { absents: { any: ['a', 'b'] } } } },
  {
    names: ['matches[0]', 'matches[1]'],
    expectation: 'matches',
    expect: { more: { matches: ['^ok$', 'o.'] } },
  },
  json(['json[0].equals'], { path: '$.status', equals: 'up' }),
  json(['json[0].equals'], { path: '$.items', equals: [{ n: 1 }, { n: 2 }] }),
  json(['json[0].matches'], { path: '$.status', matches: '^(up|ok)$' }),
  json(['json[0].exists'], { path: '$.items[1].n', exists: true }),
  json(['json[0].exists'], { path: '$..n', exists: true }),
  json(['json[0].exists'], { path: '$.error.code', exists: false }),
  json(['json[0].less', 'json[0].greater'], { path: '$.items[*].n', less: 3, greater: 0 }),
  json(['json[0].count'], { path: '$.items', count: 2 }),
  json(['json[0].count'], { path: '$.items[*]', count: { greater: 0, less: 5 } }),
  json(['json[0].count'], { path: '$.items[?@.n > 1]', count: { greater: 0 } }),
  json(['json[0].count'], { path: '$.none', count: 0 }),
  {
    names: ['schema'],
    expectation: 'schema',
    expect: { more: { schema: { properties: { status: { const: 'up' } } } } },
    healthy: { body: LIST },
  },
  {
    names: ['header.content-type'],
    expectation: 'headers',
    expect: { more: { headers: [{ name: 'content-type', matches: '^application/json' }] } },
    healthy: { rawHeaders: ['Content-Type', 'application/json; charset=utf-8'] },
  },
  { names: ['header.x'], expectation: 'headers', expect: { more: { headers: [{ name: 'x', absent: true }] } } },
  {
    names: ['latency.dns', 'latency.firstByte'],
    expectation: 'phases',
    expect: { more: { phases: { dns: 10, firstByte: 100 } } },
    healthy: { phases: { ...NO_PHASES, dns: 2, firstByte: 30 } },
  },
  {
    names: ['size.atLeast', 'size.atMost'],
    expectation: 'size',
    expect: { more: { size: { atLeast: 1, atMost: 1024 * 1024 } } },
  },
  {
    names: ['redirect'],
    expectation: 'redirect',
    expect: { status: [[300, 399]], more: { redirect: 'https://www.example.com/' } },
    healthy: { status: 302, rawHeaders: ['Location', 'https://www.example.com/'], facts: FACTS },
  },
  {
    names: ['redirect'],
    expectation: 'redirect',
    expect: { more: { redirect: 'https://www.example.com/' } },
    healthy: { facts: { ...FACTS, redirects: 1, url: 'https://www.example.com/' } },
  },
  {
    names: ['certificate.days', 'certificate.issuer'],
    expectation: 'certificate',
    expect: { more: { certificate: { days: 21, issuer: 'R3' } } },
    healthy: { facts: FACTS },
  },
  json(['json[0].less'], { path: '$.text', as: 'number', less: 3 }),
  json(['json[0].greater'], { path: '$.big', greater: '9007199254740992' }),
  {
    names: ['xml[0]', 'xml[1]'],
    expectation: 'xml',
    expect: {
      more: {
        xml: [
          { path: '//status', equals: 'up' },
          { path: '//error', exists: false },
        ],
      },
    },
    healthy: { body: '<a><status>up</status></a>' },
  },
  {
    names: ['httpVersion'],
    expectation: 'httpVersion',
    expect: { more: { httpVersion: '1.1' } },
    healthy: { facts: FACTS },
  },
];

/** Written out, so that an expectation without a row is seen. */
const EVERY = [
  'status keyword absent latencyMs headers',
  'keywords absents matches json xml schema phases size redirect certificate httpVersion',
].flatMap((line) => line.split(' '));

describe('each expectation', () => {
  it('is in the table', () => {
    expect(new Set(ROWS.map(({ expectation }) => expectation))).toEqual(new Set(EVERY));
  });

  it.each(ROWS)('is held against what offends it: $names of $expect', async ({ names, expect: wanted, healthy }) => {
    const proof = proofOf(httpCheck('https://api.example.com/', { expect: wanted }), response(healthy));

    expect((await proof).reason).toBeNull();
    expect(await named(proof, 'NG')).toEqual(expect.arrayContaining([...names]));
    expect(await named(proof, 'untried')).toEqual([]);
  });

  it.each(ROWS)('is named when it is accepted and not evaluated: $names of $expect', async (row) => {
    const check = httpCheck('https://api.example.com/', { expect: row.expect });
    const proof = proofOf(check, response(row.healthy), judgeWithout(row.expectation));

    expect((await proof).outcome).toBe('survived');
    expect(await named(proof, 'OK')).toEqual(expect.arrayContaining([...row.names]));
  });

  it('is held against it alone, so that no other one hides that it is not evaluated', async () => {
    const check = httpCheck('https://api.example.com/', {
      expect: {
        keyword: '"status":"up"',
        more: { json: [{ path: '$.status', equals: 'up' }], schema: { required: ['status'] } },
      },
    });
    const forgetful = judgeWithout('json');

    expect(await named(proofOf(check, response({ body: LIST }), judge), 'OK')).toEqual([]);
    expect(await named(proofOf(check, response({ body: LIST }), forgetful), 'OK')).toEqual(['json[0].equals']);
  });

  it('that looks at a phase which does not happen cannot fail', async () => {
    const check = httpCheck('http://127.0.0.1/', { expect: { more: { phases: { tls: 100 } } } });
    const proof = await proofOf(check, response());

    expect(proof.trials.find(({ name }) => name === 'latency.tls')).toMatchObject({
      outcome: 'OK',
      advice: 'take latency.tls out: there is no such phase on the way to this target',
    });
  });

  it('for which no offending answer is found is told as untried', async () => {
    const check = httpCheck('https://api.example.com/', {
      expect: { more: { json: [{ path: '$.items[?@.state=="failed"]', count: 0 }] } },
    });

    expect(await named(proofOf(check, response({ body: LIST })), 'untried')).toEqual(['json[0].count']);
  });

  it('finds its text in the charset of the answer', async () => {
    const rawHeaders = ['content-type', 'text/html; charset=shift_jis'];
    const body = Buffer.from([0x8d, 0xdd, 0x8c, 0xc9, 0x82, 0xa0, 0x82, 0xe8]);
    const check = httpCheck('http://127.0.0.1/', { expect: { keyword: '在庫あり', absent: '売り切れ' } });

    expect(await named(proofOf(check, response({ rawHeaders, body })), 'NG')).toEqual(
      expect.arrayContaining(['keyword', 'absent', 'error-page', 'empty-body']),
    );
  });
});
