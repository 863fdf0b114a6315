import { describe, expect, it } from 'vitest';
import type { HttpExpect } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

type Served = { readonly headers?: Record<string, string>; readonly body: string | Buffer };

const served = ({ headers = {}, body }: Served): Promise<string> =>
  httpServer((_, response) => response.writeHead(200, headers).end(body));

const CUT: Served = { body: `${'x'.repeat(1024 * 1024)}the end` };
const CODED: Served = { headers: { 'Content-Encoding': 'aws-chunked' }, body: 'text' };
const UNKNOWN: Served = { headers: { 'Content-Type': 'text/plain; charset=klingon-1' }, body: 'text' };
/** So large that it is judged on a thread of its own. */
const LARGE = ' '.repeat(100_000);
const JSON_UNKNOWN: Served = { ...UNKNOWN, body: '{"a": [1]}' };
const XML_UNKNOWN: Served = { ...UNKNOWN, body: '<a/>' };
/** Why it cannot be said what they do not hold. */
const OF_CODED = 'whose content-encoding "aws-chunked" is not known';
const OF_UNKNOWN = 'whose charset "klingon-1" is not known';

describe('what asserts a nothing is NG where not all of the body could be read', () => {
  it.each<[what: string, served: Served, expect: Partial<HttpExpect>, message: string]>([
    ['absent, cut', CUT, { absent: 'the end' }, '"the end" may be in the body, cut at 1MiB'],
    ['absent, coded', CODED, { absent: 'a' }, `"a" may be in the body, ${OF_CODED}`],
    ['absent, unknown charset', UNKNOWN, { absent: 'a' }, `"a" may be in the body, ${OF_UNKNOWN}`],
    ['all absent', CUT, { more: { absents: { all: ['a', 'b'] } } }, '"a", "b" may be in the body, cut at 1MiB'],
    ['one absent', CUT, { more: { absents: { any: ['x', 'a'] } } }, '"x", "a" may all be in the body, cut at 1MiB'],
    [
      'a match of the end',
      CODED,
      { more: { matches: ['^text$'] } },
      `"^text$" may not match in the whole of the body, ${OF_CODED}`,
    ],
    [
      'a match without',
      CODED,
      { more: { matches: ['^[^é]*$'] } },
      `"^[^é]*$" may not match in the whole of the body, ${OF_CODED}`,
    ],
    [
      'nothing at a path',
      JSON_UNKNOWN,
      { more: { json: [{ path: '$.error', exists: false }] } },
      `$.error may be in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a match without, in a large body',
      { ...CODED, body: `text${LARGE}` },
      { more: { matches: ['^[^é]*$'] } },
      `"^[^é]*$" may not match in the whole of the body, ${OF_CODED}`,
    ],
    [
      'a count of nothing',
      { ...UNKNOWN, body: '{"errors": []}' },
      { more: { json: [{ path: '$.errors', count: 0 }] } },
      `$.errors may have more values in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a count of less',
      { ...UNKNOWN, body: '{"errors": [1]}' },
      { more: { json: [{ path: '$.errors[*]', count: { less: 2 } }] } },
      `$.errors[*] may have more values in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a filter',
      { ...UNKNOWN, body: '[{"a": 1}]' },
      { more: { json: [{ path: '$[?!@.error].a', equals: 1 }] } },
      `$[?!@.error].a may come to something else in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a schema',
      JSON_UNKNOWN,
      { more: { schema: { not: { required: ['error'] } } } },
      `the schema may not fit the body, ${OF_UNKNOWN}`,
    ],
    [
      'a count in XML',
      XML_UNKNOWN,
      { more: { xml: [{ path: 'count(//error)', equals: 0 }] } },
      `count(//error) may come to something else in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a not in XML',
      XML_UNKNOWN,
      { more: { xml: [{ path: 'not(//error)', equals: true }] } },
      `not(//error) may come to something else in the body, ${OF_UNKNOWN}`,
    ],
    [
      'a count of nodes in XML',
      XML_UNKNOWN,
      { more: { xml: [{ path: '//error', count: 0 }] } },
      `//error may have more values in the body, ${OF_UNKNOWN}`,
    ],
    [
      'no node in XML',
      XML_UNKNOWN,
      { more: { xml: [{ path: '//error', exists: false }] } },
      `//error may be in the body, ${OF_UNKNOWN}`,
    ],
    [
      'no node in large XML',
      { ...UNKNOWN, body: `<a>${LARGE}</a>` },
      { more: { xml: [{ path: '//error', exists: false }] } },
      `//error may be in the body, ${OF_UNKNOWN}`,
    ],
  ])('%s', async (_, target, expected, message) => {
    const { outcome, reason } = await runHttp(await served(target), { expect: expected });
    expect({ outcome, message: reason?.message }).toEqual({ outcome: 'NG', message });
  });

  it('and what asserts a something is not', async () => {
    const cut = await served(CUT);
    expect((await runHttp(cut, { expect: { keyword: 'xxx', more: { matches: ['xx'] } } })).outcome).toBe('OK');
    expect((await runHttp(await served(UNKNOWN), { expect: { keyword: 'text' } })).outcome).toBe('OK');
    const some = {
      json: [
        { path: '$.a[0]', equals: 1 },
        { path: '$.a', count: { greater: 0 } },
      ],
    };
    expect((await runHttp(await served(JSON_UNKNOWN), { expect: { more: some } })).outcome).toBe('OK');
    expect(
      (await runHttp(await served(CODED), { expect: { keyword: 'text', more: { matches: ['^te'] } } })).lenient,
    ).toEqual(['unknown content-encoding']);
  });
});

it('names an unknown charset beside a keyword that is not found', async () => {
  const { reason } = await runHttp(await served(UNKNOWN), { expect: { keyword: 'other' } });
  expect(reason?.message).toBe(`keyword "other" not in the 4 bytes of the body, ${OF_UNKNOWN}`);
});
