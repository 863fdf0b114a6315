import { describe, expect, it } from 'vitest';
import { JOBS, KEY, NOW, receiver, request, tokenFor } from './receiver.ts';

const TOKEN = tokenFor('nightly');
const OK = { statusCode: 200, body: 'OK' };
const NOT_FOUND = { statusCode: 404, body: 'not found' };

/** What is known of `nightly` after one request. */
async function beatsAfter(...events: readonly ReturnType<typeof request>[]) {
  const { known, take } = receiver();
  for (const event of events) expect(await take(event)).toMatchObject(OK);
  return known.get('nightly');
}

describe('a report', () => {
  it.each([
    ['', { ok: { rid: null, startedAt: null } }],
    ['/0', { ok: { rid: null } }],
    ['/start', { runs: [{ rid: null }] }],
    ['/fail', { fail: { exit: null } }],
    ['/1', { fail: { exit: 1 } }],
    ['/255', { fail: { exit: 255 } }],
    ['/log', { log: { text: 'said' } }],
  ])('to /name/token%s is kept', async (path, kept) => {
    expect(await beatsAfter(request(`/nightly/${TOKEN}${path}`, { method: 'POST', body: 'said' }))).toMatchObject(kept);
  });

  it.each(['GET', 'HEAD', 'POST'])('comes by %s', async (method) => {
    expect(await beatsAfter(request(`/nightly/${TOKEN}`, { method }))).toMatchObject({ ok: { at: NOW + 1_000 } });
  });

  it.each([
    ['/nightly', 'Bearer', { ok: {} }],
    ['/nightly/fail', 'bearer', { fail: {} }],
  ])('%s may have its token in a header', async (path, scheme, kept) => {
    expect(await beatsAfter(request(path, { headers: { authorization: `${scheme} ${TOKEN}` } }))).toMatchObject(kept);
  });

  it('has the time that a run took, by its name', async () => {
    const at = (path: string) => request(`/nightly/${TOKEN}${path}`, { rawQueryString: 'rid=0b3a-1' });
    expect(await beatsAfter(at('/start'), at(''))).toMatchObject({
      ok: { rid: '0b3a-1', startedAt: NOW + 1_000, at: NOW + 2_000 },
      runs: [],
    });
  });

  it('that is sent again is the same report', async () => {
    const again = request(`/nightly/${TOKEN}/3`, { rawQueryString: 'rid=a' });
    expect(await beatsAfter(again, again, again)).toMatchObject({ fail: { at: NOW + 1_000 } });
  });

  it.each([
    'jobs/start',
    'a b+c=d&e?f#g',
    '404',
    'rotated',
  ])('finds the job %s, however its name is written', async (name) => {
    const { known, take } = receiver();
    const token = tokenFor(name);
    expect(await take(request(`/${encodeURIComponent(name)}/${token}/log`))).toMatchObject(OK);
    expect(await take(request(`/${name.split('/').map(encodeURIComponent).join('/')}/${token}`))).toMatchObject(OK);
    // A gateway may have decoded the path before.
    expect(await take(request(`/${name}/${token}/start`))).toMatchObject(OK);
    expect([...known.keys()]).toEqual([name]);
  });
});

describe('what a job said', () => {
  const text = async (body: string, isBase64Encoded = false) =>
    (await beatsAfter(request(`/nightly/${TOKEN}/fail`, { method: 'POST', body, isBase64Encoded })))?.fail?.text ?? '';
  const base64 = (said: string | Buffer) => text(Buffer.from(said).toString('base64'), true);

  it('is kept by its end, 300 bytes at most', async () => {
    const kept = await base64(Buffer.from(['xé'.repeat(900_000), 'the end'].join(' ')));
    expect(kept.endsWith('é the end')).toBe(true);
    expect(kept.startsWith('…')).toBe(true);
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(300);
  });

  it('is safe to print', async () => {
    expect(await base64('\u001b[31mred\u202e\r\nnext\0')).toBe('␛[31mred�␍␊next␀');
  });

  it('says no token, however it is written', async () => {
    for (const said of [
      TOKEN,
      encodeURIComponent(TOKEN),
      Buffer.from(`x ${TOKEN} y`).toString('base64'),
      `https://h/nightly/${TOKEN}/fail`,
    ]) {
      expect(await base64(`curl: (22) ${said} 500`)).not.toContain(TOKEN);
    }
  });

  it.each([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['half of a character at the cut', Buffer.concat([Buffer.from('é'.repeat(6_000)).subarray(1)])],
    ['nothing', Buffer.alloc(0)],
  ])('may be %s', async (_, said) => {
    expect(Buffer.byteLength(await base64(said))).toBeLessThanOrEqual(300);
  });

  it('may be what is no base64', async () => {
    expect(await text('%%%not base64%%%', true)).not.toContain('%');
  });

  it('is not kept of a success', async () => {
    expect(JSON.stringify(await beatsAfter(request(`/nightly/${TOKEN}`, { body: 'fine' })))).not.toContain('fine');
  });
});

/** Requests that nobody who knows a job's URL sends: the answer, and that nothing is kept. */
const HOSTILE: readonly (readonly [string, ReturnType<typeof request>, number])[] = [
  ['no path', {}, 405],
  ['no path by GET', request(''), 404],
  ['the root', request('/'), 404],
  ['slashes alone', request('/////'), 404],
  ['a name alone', request('/nightly'), 404],
  ['a wrong token', request(`/nightly/${'A'.repeat(22)}`), 404],
  ['a token that is one character short', request(`/nightly/${TOKEN.slice(1)}`), 404],
  ['a token with more behind it', request(`/nightly/${TOKEN}A`), 404],
  ['a token of another case', request(`/nightly/${TOKEN.toLowerCase()}`), 404],
  ['the token of another job', request(`/nightly/${tokenFor('404')}`), 404],
  ['the token of a version before', request(`/rotated/${TOKEN}`), 404],
  ['a job that there is not, with the token that it would have', request(`/nobody/${tokenFor('nobody')}`), 404],
  ['a job of the prototype', request(`/__proto__/${tokenFor('__proto__')}`), 404],
  ['the token in the query', request('/nightly', { rawQueryString: `token=${TOKEN}` }), 404],
  ['the token as a cookie', request('/nightly', { headers: { cookie: TOKEN } }), 404],
  ['the token with another scheme', request('/nightly', { headers: { authorization: `Basic ${TOKEN}` } }), 404],
  ['the token first', request(`/${TOKEN}/nightly`), 404],
  ['steps up', request(`/x/../nightly/${TOKEN}`), 404],
  ['encoded steps up', request(`/x%2F..%2Fnightly/${TOKEN}`), 404],
  ['an encoding that is broken', request(`/night%ZZly/${TOKEN}`), 404],
  ['an encoding over an encoding', request(`/night%256Cy/${TOKEN}`), 404],
  ['bytes that are no UTF-8', request(`/%ff%fe/${TOKEN}`), 404],
  ['a zero byte', request(`/nightly%00/${TOKEN}`), 404],
  ['a name that looks the same', request(`/n%D1%96ghtly/${TOKEN}`), 404],
  ['a name in another normal form', request(`/ni%CC%87ghtly/${TOKEN}`), 404],
  ['an unknown action', request(`/nightly/${TOKEN}/delete`), 404],
  ['two actions', request(`/nightly/${TOKEN}/start/fail`), 404],
  ['a negative exit code', request(`/nightly/${TOKEN}/-1`), 404],
  ['an exit code of many digits', request(`/nightly/${TOKEN}/00001`), 404],
  ['a path of 100 kB', request(`/${'n/'.repeat(50_000)}${TOKEN}`), 404],
  ['an exit code beyond a byte', request(`/nightly/${TOKEN}/256`), 400],
  ['a run with a line break', request(`/nightly/${TOKEN}`, { rawQueryString: 'rid=a%0d%0aSet-Cookie:x' }), 400],
  ['a run without a name', request(`/nightly/${TOKEN}`, { rawQueryString: 'rid=' }), 400],
  ['a run of 65 letters', request(`/nightly/${TOKEN}`, { rawQueryString: `rid=${'a'.repeat(65)}` }), 400],
  ['a run in another alphabet', request(`/nightly/${TOKEN}`, { rawQueryString: 'rid=%E2%80%AE' }), 400],
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'get', ''].map(
    (method) => [`the method ${method}`, request(`/nightly/${TOKEN}`, { method }), 405] as const,
  ),
];

describe('a request that is no report', () => {
  it.each(HOSTILE)('is answered and forgotten: %s', async (_, event, statusCode) => {
    const { known, take } = receiver();
    const answer = await take(event);

    expect(answer.statusCode).toBe(statusCode);
    expect(known.size).toBe(0);
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
    expect(JSON.stringify(answer)).not.toContain('nightly');
  });

  it('does not learn whether there is such a job', async () => {
    const { take } = receiver();
    const wrong = `/${'A'.repeat(22)}`;
    expect(await take(request(`/nightly${wrong}`))).toEqual(await take(request(`/nobody${wrong}`)));
    expect(await take(request(`/nightly${wrong}`))).toMatchObject(NOT_FOUND);
  });

  it('costs no look at the key when it cannot be right', async () => {
    const { take } = receiver({ key: async () => Promise.reject(new Error('asked')) });
    expect(await take(request('/nightly/short'))).toMatchObject(NOT_FOUND);
  });
});

describe('a job that does not stop', () => {
  it('has eight runs under way at most, the newest', async () => {
    const starts = Array.from({ length: 500 }, (_, run) =>
      request(`/nightly/${TOKEN}/start`, { rawQueryString: `rid=r${run}` }),
    );
    const beats = await beatsAfter(...starts);

    expect(beats?.runs.map(({ rid }) => rid)).toEqual(['r492', 'r493', 'r494', 'r495', 'r496', 'r497', 'r498', 'r499']);
  });

  it('stays within two kilobytes whatever it says', async () => {
    const long = 'r'.repeat(64);
    const said = { method: 'POST', body: '\u0000\u202e"\\'.repeat(50_000) };
    const events = Array.from({ length: 9 }, (_, run) =>
      request(`/nightly/${TOKEN}/start`, { ...said, rawQueryString: `rid=${run}${long.slice(1)}` }),
    );
    const ends = ['/fail', '/log', ''].map((path, run) =>
      request(`/nightly/${TOKEN}${path}`, { ...said, rawQueryString: `rid=x${run}` }),
    );
    expect(Buffer.byteLength(JSON.stringify(await beatsAfter(...events, ...ends)))).toBeLessThan(2_500);
  });

  it('is told when its report could not be kept', async () => {
    const { take } = receiver({ store: { change: async () => Promise.reject(new Error('no table')) } });
    await expect(take(request(`/nightly/${TOKEN}`))).rejects.toThrow('no table');
  });
});

it('makes tokens of a name, a version and a key, that share nothing', () => {
  const tokens = [...JOBS.keys()].map(tokenFor);
  expect(new Set([...tokens, TOKEN]).size).toBe(JOBS.size);
  expect(tokens.every((token) => /^[A-Za-z0-9_-]{22}$/.test(token) && !KEY.includes(token))).toBe(true);
});
