import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { newJar } from '#kinds/http/probe/cookies.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const NOW = new Date('2026-11-26T00:00:00Z');

/** The Cookie header that a jar sends to `to` when `from` has set these; undefined for none. */
function sent(set: readonly string[], from: string, to: string, own: readonly string[] = []) {
  const jar = newJar();
  const rawHeaders = set.flatMap((value) => ['Set-Cookie', value]);
  const answer = { status: 302, rawHeaders, body: Buffer.alloc(0), truncated: false, httpVersion: '1.1' };
  jar.store(new URL(from), answer, NOW, () => undefined);
  const outgoing = { url: new URL(to), target: '/', method: 'GET', headers: own, body: null };
  const { headers } = jar.added(outgoing);
  return headers[headers.indexOf('Cookie') + 1];
}

describe('a cookie', () => {
  it.each<[what: string, set: string[], from: string, to: string, wanted: string | undefined]>([
    ['goes back', ['sid=1; Path=/; HttpOnly; SameSite=Lax'], 'http://a.test/login', 'http://a.test/me', 'sid=1'],
    ['goes to another port', ['sid=1'], 'http://a.test:81/', 'http://a.test:82/', 'sid=1'],
    ['goes to no other host', ['sid=1'], 'http://a.test/', 'http://b.a.test/', undefined],
    ['goes to its domain', ['sid=1; Domain=.A.test'], 'http://x.a.test/', 'http://b.a.test/', 'sid=1'],
    ['is for no other domain', ['sid=1; Domain=b.test'], 'http://a.test/', 'http://b.test/', undefined],
    ['is for no top-level domain', ['sid=1; Domain=test'], 'http://a.test/', 'http://b.test/', undefined],
    ['is for no part of an address', ['sid=1; Domain=0.0.1'], 'http://127.0.0.1/', 'http://127.0.0.1/', undefined],
    ['goes to its path', ['a=1; Path=/api', 'b=2'], 'http://a.test/x/y', 'http://a.test/api/z', 'a=1'],
    ['goes to no path that begins alike', ['a=1; Path=/api'], 'http://a.test/', 'http://a.test/apix', undefined],
    ['has the folder of its page for a path', ['a=1'], 'http://a.test/x/y', 'http://a.test/x/z', 'a=1'],
    ['goes first for a longer path', ['a=1; Path=/', 'b=2; Path=/x'], 'http://a.test/', 'http://a.test/x', 'b=2; a=1'],
    ['that is Secure goes over TLS', ['a=1; Secure'], 'https://a.test/', 'https://a.test/', 'a=1'],
    ['that is Secure stays with TLS', ['a=1; Secure'], 'https://a.test/', 'http://a.test/', undefined],
    ['that is Secure is not set without TLS', ['a=1; Secure'], 'http://a.test/', 'https://a.test/', undefined],
    ['that is Secure goes to this machine', ['a=1; Secure'], 'http://127.0.0.1/', 'http://127.0.0.1/', 'a=1'],
    ['is replaced', ['a=1', 'a=2'], 'http://a.test/', 'http://a.test/', 'a=2'],
    ['is taken away by Max-Age', ['a=1', 'a=; Max-Age=0'], 'http://a.test/', 'http://a.test/', undefined],
    [
      'is taken away by Expires',
      ['a=1', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      'http://a.test/',
      'http://a.test/',
      undefined,
    ],
    [
      'lives by Max-Age before Expires',
      ['a=1; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      'http://a.test/',
      'http://a.test/',
      'a=1',
    ],
    [
      'has to keep what its name promises',
      ['__Host-a=1; Path=/', '__Secure-b=1'],
      'https://a.test/',
      'https://a.test/',
      undefined,
    ],
    [
      'keeps what its name promises',
      ['__Host-a=1; Path=/; Secure'],
      'https://a.test/',
      'https://a.test/',
      '__Host-a=1',
    ],
    ['with a control character is none', ['a=\u0001'], 'http://a.test/', 'http://a.test/', undefined],
    ['without a name is none', ['=1', 'a', ''], 'http://a.test/', 'http://a.test/', undefined],
  ])('%s', (_, set, from, to, wanted) => {
    expect(sent(set, from, to)).toBe(wanted);
  });

  it('that is set takes the place of one of its name which the check sends', () => {
    expect(sent(['a=2'], 'http://a.test/', 'http://a.test/', ['cookie', 'a=1; b=1'])).toBe('a=2; b=1');
  });

  it('is one of fifty, and what is sent is 8 KiB', () => {
    const many = Array.from({ length: 200 }, (_, i) => `c${i}=${'x'.repeat(1000)}`);
    expect(sent(many, 'http://a.test/', 'http://a.test/')?.length).toBeLessThan(8192);
    expect(
      sent(
        many.map((_, i) => `c${i}=`),
        'http://a.test/',
        'http://a.test/',
      )?.split('; '),
    ).toHaveLength(50);
  });
});

describe('a check that follows redirects', () => {
  async function login(http: Partial<HttpRequest>) {
    const seen: (string | undefined)[] = [];
    const url = await httpServer((request, response) => {
      seen.push(request.headers.cookie);
      if (request.url === '/')
        response.writeHead(302, { location: '/home', 'set-cookie': 'sid=abcdefghijkl0123' }).end();
      else response.writeHead(request.headers.cookie === undefined ? 401 : 200).end(`for ${request.headers.cookie}`);
    });
    const verdict = await runHttp(url, { http: { follow: 3, ...http }, expect: { keyword: 'welcome' } });
    return { seen, verdict };
  }

  it('sends cookies on when it is told to, and says none of them', async () => {
    const { seen, verdict } = await login({ cookies: true });
    expect(seen).toEqual([undefined, 'sid=abcdefghijkl0123']);
    expect(verdict.reason?.code).toBe('keyword');
    expect(JSON.stringify(verdict)).not.toContain('abcdefghijkl0123');
    expect(verdict.curl).toContain("-b ''");
  });

  it('sends none on otherwise', async () => {
    expect((await login({})).seen).toEqual([undefined, undefined]);
  });
});
