import { describe, expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { HttpExpect } from '#kinds/http/check.ts';
import { httpEvidence } from '#kinds/http/evidence.ts';
import { judgeHttp } from '#kinds/http/judge/judge.ts';
import { pageOf } from '#kinds/http/judge/page.ts';
import { textSets } from '#kinds/http/judge/rare/response.ts';
import { response } from '../../../core/verdict/observations.ts';
import { httpCheck } from '../../checks.ts';

const ANY: HttpExpect = { status: [], keyword: null, absent: null, latencyMs: null, headers: [] };

function judge(expectations: Partial<HttpExpect>, came: Parameters<typeof response>[0] = {}) {
  const observed = response(came);
  return judgeHttp(observed, pageOf(observed), { ...ANY, ...expectations });
}

describe('a response', () => {
  it.each<[expectation: Partial<HttpExpect>, came: Parameters<typeof response>[0]]>([
    [{}, { status: 500 }],
    [{ status: [[200, 299]] }, { status: 299 }],
    [
      {
        status: [
          [200, 200],
          [404, 404],
        ],
      },
      { status: 404 },
    ],
    [{ keyword: 'b' }, { body: 'abc' }],
    [{ keyword: '' }, { body: '' }],
    [{ absent: 'B' }, { body: 'abc' }],
    [{ latencyMs: 20 }, { latencyMs: 20 }],
    [{ headers: [['X-A', '1']] }, { rawHeaders: ['x-a', '0', 'X-a', '1'] }],
  ])('meets %j', (expectation, came) => {
    expect(judge(expectation, came)).toBeNull();
  });

  it.each<[came: Parameters<typeof response>[0], expectation: Partial<HttpExpect>, code: string, message: string]>([
    [{ status: 503 }, { status: [[200, 200]] }, 'status', 'status 503, wanted 200'],
    [{ status: 300 }, { status: [[200, 299]] }, 'status', 'status 300, wanted 2xx'],
    [
      { status: 203 },
      {
        status: [
          [200, 202],
          [204, 204],
        ],
      },
      'status',
      'status 203, wanted 200-202 or 204',
    ],
    [{ body: 'a'.repeat(1234) }, { keyword: 'ok' }, 'keyword', 'keyword "ok" not in the 1,234 bytes of the body'],
    [{ body: '' }, { keyword: 'ok' }, 'keyword', 'keyword "ok" not in the body, which is empty'],
    [
      { body: 'a', truncated: true },
      { keyword: 'ok' },
      'keyword',
      'keyword "ok" not in the first 1 byte of the body (no more was read)',
    ],
    [{ body: 'OK' }, { keyword: 'ok\n' }, 'keyword', 'keyword "ok␊" not in the 2 bytes of the body'],
    [
      { body: '{"state": "Healthy"}' },
      { keyword: 'healthy' },
      'keyword',
      'keyword "healthy" not in the 20 bytes of the body; "Healthy" there differs in case',
    ],
    [
      { body: 'now in\r\n\tstock.' },
      { keyword: 'in stock' },
      'keyword',
      'keyword "in stock" not in the 15 bytes of the body; "in␍␊␉stock" there differs in blanks',
    ],
    [
      { body: '在庫\u3000あり' },
      { keyword: '在庫 あり' },
      'keyword',
      'keyword "在庫 あり" not in the 15 bytes of the body; "在庫<U+3000>あり" there differs in blanks',
    ],
    [
      { body: 'in stock' },
      { keyword: 'in\u00a0stock' },
      'keyword',
      'keyword "in<U+00A0>stock" not in the 8 bytes of the body; "in stock" there differs in blanks',
    ],
    [
      { body: '\u200bin st\u200bock\u00ad' },
      { keyword: 'in stock' },
      'keyword',
      'keyword "in stock" not in the 16 bytes of the body; "in st<U+200B>ock<U+00AD>" there differs in blanks',
    ],
    [{ body: 'an error' }, { absent: 'error' }, 'absent', '"error" is in the body, wanted absent'],
    [{ latencyMs: 20.1 }, { latencyMs: 20 }, 'latency', 'latency 20.1 ms, wanted 20 ms or less'],
    [{}, { headers: [['X-A', '1']] }, 'header', 'header X-A is missing, wanted "1"'],
    [
      { rawHeaders: ['x-a', '2\x1b', 'x-a', '3'] },
      { headers: [['X-A', '1']] },
      'header',
      'header X-A is "2␛", "3", wanted "1"',
    ],
  ])('%j does not meet %j', (came, expectation, code, message) => {
    expect(judge(expectation, came)).toEqual({ code, message });
  });

  it.each([
    [
      `${'é x  '.repeat(20_000)}In  Stock`,
      { all: ['x', 'in stock'] },
      '; "In  Stock" there differs in case and blanks',
    ],
    ['OK', { any: ['ko', 'ok'] }, '; "OK" there differs in case'],
    [`${'x'.repeat(200_000)}OK`, { all: ['ok'] }, 'body'],
    ['a b', { all: ['c', ' '] }, 'body'],
  ])('says of several keywords what is like one of them, at its beginning (%#)', (body, keywords, end) => {
    const page = pageOf(response({ body }));
    expect(textSets(page, { keywords }).map(({ message }) => message.endsWith(end))).toEqual([true]);
  });

  it('that fails in several ways has the code of the first and tells of all', () => {
    const expectations = {
      status: [[200, 200]],
      keyword: 'ok',
      latencyMs: 1,
      headers: [
        ['a', '1'],
        ['b', '2'],
      ],
    } as const;
    expect(judge(expectations, { status: 500, body: 'no', latencyMs: 5 })).toEqual({
      code: 'status',
      message:
        'status 500, wanted 200; also header a is missing, wanted "1"; also header b is missing, wanted "2"; ' +
        'also keyword "ok" not in the 2 bytes of the body; also latency 5 ms, wanted 1 ms or less',
    });
  });
});

it('calls a failure what it is', () => {
  const reason = { code: 'refused', message: 'connection refused by a:1' } as const;
  const failure = { outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs: 1 } as const;
  expect(judgeHttp(failure, null, ANY)).toBe(reason);
});

describe('the excerpt of an NG', () => {
  const excerptOf = (body: string, expected: Partial<HttpExpect>) =>
    httpEvidence.shown(response({ body }), httpCheck('http://h/', { expect: expected })).excerpt;

  it('shows as a blank no line break that is all that keeps a keyword from being found', () => {
    expect(excerptOf('in\nstock', { keyword: 'in stock' })).toBe('in␊stock');
    expect(excerptOf('In\u3000stock', { more: { keywords: { any: ['x', 'in stock'] } } })).toBe('In<U+3000>stock');
    expect(excerptOf('in\nstock', { keyword: 'out of stock' })).toBe('in stock');
  });
});
