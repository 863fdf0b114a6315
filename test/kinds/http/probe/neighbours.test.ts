import { describe, expect, it } from 'vitest';
import type { HttpExpect } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const LIST = `[${'0,'.repeat(450_000)}0]`;
const KEYS = `[${'{"a":1},'.repeat(110_000)}{}]`;
/** Without a pattern of their own, and the same each time. */
const LETTERS = Array.from({ length: 50_000 }, (_, i) => ((i * i * 7919) % 104_729 < 52_364 ? 'a' : 'b')).join('');
const PAIRS = `[${Array.from({ length: 60_000 }, (_, index) => `[${index}]`).join()}]`;

/** Nobody waits so long for a body; each of these takes seconds, or the second and a half that it may. */
const HEAVY: readonly [what: string, body: string | Buffer, type: string, more: Partial<HttpExpect>][] = [
  ['a path that is quadratic', LIST, 'application/json', { more: { json: [{ path: '$[?$..a]', exists: true }] } }],
  ['a path over a large body', KEYS, 'application/json', { more: { json: [{ path: '$..b', exists: true }] } }],
  ['a schema that is quadratic', PAIRS, 'application/json', { more: { schema: { type: 'array', uniqueItems: true } } }],
  [
    'a small body that a path makes long',
    `[${'0,'.repeat(20_000)}0]`,
    'application/json',
    { more: { json: [{ path: '$[?$..a]', exists: true }] } },
  ],
  [
    'a regex of many states over a header',
    'ok',
    `text/plain; a="c${LETTERS}"`,
    { more: { headers: [{ name: 'content-type', matches: '(a[ab]{400}c|b[ab]{500}c)' }] } },
  ],
];

describe('a neighbour', () => {
  it.each(HEAVY)('is answered while %s is judged', async (_, body, type, expected) => {
    const fine = await httpServer((_, response) => response.end('fine'));
    const answered: string[] = [];
    let neighbour: Promise<unknown> = Promise.resolve();
    const url = await httpServer((_, response) => {
      response.setHeader('content-type', type).end(body, () => {
        const check = () => runHttp(fine, { expect: { keyword: 'fine' } });
        neighbour = check()
          .then(check)
          .then(({ outcome }) => answered.push(outcome));
      });
    });
    const { reason } = await runHttp(url, { expect: expected });
    answered.push(reason?.code ?? 'OK');
    await neighbour;
    expect(answered).toEqual(['OK', expect.stringMatching(/body|header/)]);
  });

  it('of many such bodies gets its own verdict', async () => {
    const fine = await httpServer((_, response) => response.end('fine'));
    const url = await httpServer((_, response) => response.end(LIST));
    const hostile = { expect: { more: { json: [{ path: '$[?$..a]', exists: true }] } } };
    const checks = Array.from({ length: 30 }, (_, i) => {
      return i < 5 ? runHttp(url, hostile) : runHttp(fine, { expect: { keyword: 'fine' }, timeoutMs: 2_000 });
    });
    const verdicts = await Promise.all(checks);
    expect(verdicts.slice(0, 5).map(({ reason }) => reason?.message)).toEqual(
      Array(5).fill(expect.stringMatching(/^the body takes too long to judge/)),
    );
    expect(verdicts.slice(5).map(({ outcome }) => outcome)).toEqual(Array(25).fill('OK'));
  });
});

it('says what a body is that takes more memory than a check may have', async () => {
  const url = await httpServer((_, response) => response.end(LIST));
  const { reason } = await runHttp(url, { expect: { more: { json: [{ path: '$..[?@.a || $..*]', exists: true }] } } });
  expect(reason?.message).toMatch(/^the body takes too (long|much memory) to judge/);
});
