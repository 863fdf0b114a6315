import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { PageSettings } from '#core/page/page-settings.ts';
import { brakeOf } from '#local/web/access/brake.ts';
import { readToken } from '#local/web/access/token.ts';
import { folderWith } from '../../cli/command.ts';
import { check, ngVerdict } from '../checks.ts';
import { ask, type Got, serve, TOKEN } from './serving.ts';

const page: PageSettings = { title: 'Acme', description: null, language: null, public: { tags: ['web'] }, notes: [] };
const list = { checks: [check('shop', { tags: ['web'] }), check('db-primary')], page };
const PROXIED = { token: TOKEN, baseUrls: ['https://status.example.com'] };
const HOST = { host: 'status.example.com' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const AUTH = { authorization: `Bearer ${TOKEN}` };

const cookieOf = ({ headers }: Got) => String(headers['set-cookie']).split(';')[0] ?? '';

/** The cookie of who has logged in, and the token of the forms that they are given. */
async function loggedIn(url: string) {
  const answer = await ask(`${url}/login`, {
    method: 'POST',
    headers: { ...FORM, origin: url },
    body: `token=${TOKEN}`,
  });
  const cookie = cookieOf(answer);
  const shown = String((await ask(`${url}/checks/shop`, { headers: { cookie } })).body);
  return { answer, cookie, token: /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? '' };
}

describe('what is shown', () => {
  it.each([
    ['on the machine itself', {}, {}, true],
    ['to who has the token', PROXIED, { ...HOST, ...AUTH }, true],
    ['to others, by the name of the proxy', PROXIED, HOST, false],
    ['behind a proxy of this machine', {}, { 'x-forwarded-for': '203.0.113.9' }, false],
    ['behind a proxy that says it otherwise', {}, { forwarded: 'for=203.0.113.9' }, false],
    ['by loopback, once there is another name', PROXIED, {}, false],
  ])('%s', async (_, options, headers, isAll) => {
    const { url, watch } = await serve(list, options);
    watch.answer(ngVerdict('db-primary'));
    const paths = ['/', '/status.json', '/feed.atom', '/checks/db-primary', '/badges/db-primary/status.svg'];
    const seen = await Promise.all(paths.map((path) => ask(url + path, { headers })));
    expect(seen.slice(0, 2).map(({ body }) => String(body).includes('db-primary'))).toEqual([isAll, isAll]);
    expect(seen.map(({ body }) => String(body)).some((body) => body.includes('db-primary'))).toBe(isAll);
    expect(seen[4]?.status).toBe(isAll ? 200 : 404);
    expect(seen[0]?.headers['cache-control']).toBe(isAll ? 'no-store' : 'no-cache');
  });

  it('is not all of it behind a proxy of which a hundred headers hide the name, nor behind one that says nothing', async () => {
    const { url, watch } = await serve(list, {});
    watch.answer(ngVerdict('db-primary'));
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`a${at}`, 'x']));
    const hidden = await ask(`${url}/status.json`, { headers: { ...many, 'x-forwarded-for': '203.0.113.9' } });
    expect([hidden.status, String(hidden.body).includes('db-primary')]).toEqual([200, false]);
    const { hostname, port } = new URL(url);
    const silent = connect(Number(port), hostname).end(`GET /status.json HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const said = await text(silent);
    expect([said.includes('200 OK'), said.includes('"shop"'), said.includes('db-primary')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is a badge that other sites may show where everybody may see it, and there alone', async () => {
    const policyOf = async (url: string, headers = {}) =>
      (await ask(`${url}/badges/shop/status.svg`, { headers })).headers['cross-origin-resource-policy'];
    expect(await policyOf((await serve(list, PROXIED)).url, HOST)).toBe('cross-origin');
    expect(await policyOf((await serve(list, PROXIED)).url, { ...HOST, ...AUTH })).toBe('same-origin');
    expect(await policyOf((await serve(list, {})).url)).toBe('same-origin');
  });

  it('is a form for the token where nothing is public', async () => {
    const { url } = await serve({ checks: list.checks }, PROXIED);
    const { status, body } = await ask(url, { headers: { ...HOST, 'accept-language': 'ja' } });
    expect([status, String(body)]).toEqual([401, expect.stringContaining('ログイン')]);
    expect((await ask(`${url}/status.json`, { headers: HOST })).status).toBe(401);
  });

  it('is not sent again where it is the same', async () => {
    const { url } = await serve(list, { ...PROXIED, now: () => 0 });
    const first = await ask(`${url}/assets/page.css`, { headers: HOST });
    const tag = String(first.headers['etag']);
    const again = await ask(`${url}/assets/page.css`, { headers: { ...HOST, 'if-none-match': tag } });
    expect([again.status, again.body.length, again.headers['etag']]).toEqual([304, 0, tag]);
    const other = await ask(`${url}/assets/page.css`, { headers: { ...HOST, 'if-none-match': 'W/"other"' } });
    expect(other.status).toBe(200);
  });

  it('is as small as who asks takes it: a page of 1,000 checks is less than 60 kB', async () => {
    const many = { checks: Array.from({ length: 1_000 }, (_, i) => check(`check-${i}`, { tags: [`team-${i % 20}`] })) };
    const { url, watch } = await serve(many);
    for (const { name } of many.checks) watch.answer(ngVerdict(name, { latencyMs: name.length * 7.3 }));
    const as = async (coding: string) => ask(url, { headers: { 'accept-encoding': coding } });
    const [plain, br, gzip] = [await as(''), await as('gzip, br'), await as('gzip;q=1, br;q=0')];
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(br.body.length).toBeLessThan(60_000);
    expect(gzip.body.length).toBeLessThan(60_000);
    expect(plain.body.length).toBeGreaterThan(100_000);
  });
});

describe('a session', () => {
  it('is a cookie that no script and no other site can use', async () => {
    const { url } = await serve(list, { token: TOKEN });
    const { answer } = await loggedIn(url);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    expect(String(answer.headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(String(answer.headers['set-cookie'])).not.toContain(TOKEN);
  });

  it('goes over https only where the server is known by that', async () => {
    const { url } = await serve(list, PROXIED);
    const headers = { ...FORM, ...HOST, origin: 'https://status.example.com' };
    const answer = await ask(`${url}/login`, { method: 'POST', headers, body: `token=${TOKEN}` });
    expect(String(answer.headers['set-cookie'])).toMatch(/; Secure$/);
  });

  it('is begun from our own name, whatever host a proxy asks for', async () => {
    const { url } = await serve(list, PROXIED);
    const from = (origin: string) =>
      ask(`${url}/login`, { method: 'POST', headers: { ...FORM, origin }, body: `token=${TOKEN}` });
    expect((await from('https://status.example.com')).status).toBe(303);
    expect((await from('https://elsewhere.example')).status).toBe(403);
  });

  it('ends after half a day, with another token, and when it is not ours', async () => {
    let now = Date.parse('2026-11-26T09:00:00Z');
    const { url } = await serve(list, { ...PROXIED, now: () => now });
    const headers = { ...FORM, ...HOST, origin: 'https://status.example.com' };
    const cookie = cookieOf(await ask(`${url}/login`, { method: 'POST', headers, body: `token=${TOKEN}` }));
    const other = await serve(list, { ...PROXIED, token: `${TOKEN}-2`, now: () => now });
    const seesAll = async (at: string, value: string) =>
      String((await ask(`${at}/status.json`, { headers: { ...HOST, cookie: value } })).body).includes('db-primary');
    expect(await seesAll(url, `theme=dark; ${cookie}`)).toBe(true);
    expect(await seesAll(other.url, cookie)).toBe(false);
    const [, until = ''] = /rollcall=(\d+)/.exec(cookie) ?? [];
    expect(await seesAll(url, cookie.replace(until, String(Number(until) + 1)))).toBe(false);
    now += 12 * 3_600_000;
    expect(await seesAll(url, cookie)).toBe(false);
  });
});

describe('an action', () => {
  it.each<[what: string, headers: Record<string, string>, body: (token: string) => string, status: number]>([
    ['a form of ours', { 'sec-fetch-site': 'same-origin' }, (token) => `token=${token}`, 303],
    ['no form token', { 'sec-fetch-site': 'same-origin' }, () => '', 403],
    ['another form token', { 'sec-fetch-site': 'same-origin' }, (token) => `token=${token}x`, 403],
    ['another site, by its origin', { origin: 'https://evil.example' }, (token) => `token=${token}`, 403],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, (token) => `token=${token}`, 403],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }, (token) => `token=${token}`, 403],
    ['nobody knows where', {}, (token) => `token=${token}`, 403],
    ['a page in a sandbox', { origin: 'null' }, (token) => `token=${token}`, 403],
  ])('sent with a cookie by %s', async (_, headers, body, status) => {
    const { url, watch } = await serve(list, { token: TOKEN });
    const { cookie, token } = await loggedIn(url);
    expect(token).not.toBe('');
    const answer = await ask(`${url}/checks/shop/run`, {
      method: 'POST',
      headers: { ...FORM, ...headers, cookie },
      body: body(token),
    });
    expect([answer.status, watch.ran]).toEqual([status, status === 303 ? ['shop'] : []]);
  });

  it('takes the token, also on the machine itself', async () => {
    const { url, watch } = await serve(list, { token: TOKEN });
    expect((await ask(`${url}/checks/shop/run`, { method: 'POST', headers: FORM })).status).toBe(401);
    expect((await ask(`${url}/checks/shop/run`, { method: 'POST', headers: AUTH })).status).toBe(303);
    expect(watch.ran).toEqual(['shop']);
  });

  it('is nobody’s where there is no token', async () => {
    const { url, watch } = await serve(list);
    const answer = await ask(`${url}/api/v1/checks/shop/run`, { method: 'POST', headers: AUTH });
    expect([answer.status, watch.ran]).toEqual([401, []]);
    expect((await ask(`${url}/login`)).status).toBe(404);
    expect(String((await ask(url)).body)).not.toContain('login');
  });

  it('is not to be had by a login that another site sends', async () => {
    const { url } = await serve(list, { token: TOKEN });
    const headers = { ...FORM, origin: 'https://evil.example' };
    expect((await ask(`${url}/login`, { method: 'POST', headers, body: `token=${TOKEN}` })).status).toBe(403);
  });
});

describe('a wrong token', () => {
  it('waits longer each time, and is refused at once where many wait', async () => {
    const waits: number[] = [];
    const ends: (() => void)[] = [];
    const brake = brakeOf(
      () => 0,
      (ms) => {
        waits.push(ms);
        return new Promise((resolve) => ends.push(resolve));
      },
    );
    const held = Array.from({ length: 32 }, () => brake.hold('203.0.113.9'));
    expect(waits.slice(0, 6)).toEqual([250, 500, 1000, 2000, 4000, 4000]);
    expect(await brake.hold('203.0.113.10')).toBe(false);
    for (const end of ends) end();
    expect(await Promise.all(held)).toEqual(held.map(() => true));
  });

  it('is answered 401, and keeps the right one from nothing', async () => {
    const { url } = await serve(list, PROXIED);
    const wrong = ask(`${url}/metrics`, { headers: { ...HOST, authorization: 'Bearer wrong' } });
    expect((await ask(`${url}/metrics`, { headers: { ...HOST, ...AUTH } })).status).toBe(200);
    expect((await wrong).status).toBe(401);
  });

  it.each([
    ['short\n', 'the token in TOKEN is shorter than 16 characters; make one with: openssl rand -hex 24'],
    ['a token with blanks', 'the token in TOKEN is no word of ASCII; make one with: openssl rand -hex 24'],
    ['', 'the token in TOKEN is no word of ASCII; make one with: openssl rand -hex 24'],
  ])('is %j in the file', async (text, message) => {
    const file = `${await folderWith({ token: text })}/token`;
    expect(() => readToken(file, {})).toThrow(message.replace('TOKEN', file));
  });

  it('is read from the file, else from the environment', async () => {
    const file = `${await folderWith({ token: `${TOKEN}\n` })}/token`;
    expect(readToken(file, { ROLLCALL_TOKEN: 'another-token-there' })).toBe(TOKEN);
    expect(readToken(undefined, { ROLLCALL_TOKEN: 'another-token-there' })).toBe('another-token-there');
    expect(readToken(undefined, {})).toBeNull();
    expect(() => readToken('/nowhere/token', {})).toThrow('--token-file /nowhere/token cannot be read: no such file');
  });
});
