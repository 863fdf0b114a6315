import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { httpServer, rawServer } from '../../servers.ts';

type Seen = { readonly line: string; readonly headers: IncomingMessage['headers']; readonly body: string };

/** Answers `/` with this redirect, everything else with `arrived`, and keeps what it was asked. */
async function redirecting(status: number, location: string): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const url = await httpServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    if (request.url === '/') response.writeHead(status, { location }).end('moved');
    else response.end('arrived');
  });
  return { url, seen };
}

describe('a redirect', () => {
  it('is a status like any other unless it is to be followed', async () => {
    const { url } = await redirecting(302, '/next');
    expect((await runHttp(url)).reason?.message).toBe('status 302, wanted 2xx (it leads to "/next")');
    expect((await runHttp(url, { expect: { status: [[302, 302]] } })).outcome).toBe('OK');
  });

  it.each([
    [301, 'POST', 'GET /next', ''],
    [302, 'POST', 'GET /next', ''],
    [303, 'POST', 'GET /next', ''],
    [303, 'PUT', 'GET /next', ''],
    [307, 'POST', 'POST /next', 'a=1'],
    [308, 'POST', 'POST /next', 'a=1'],
    [301, 'PUT', 'PUT /next', 'a=1'],
    [303, 'HEAD', 'HEAD /next', ''],
  ])('%i of a %s is followed as %s with body "%s"', async (status, method, line, body) => {
    const { url, seen } = await redirecting(status, '/next');
    const sent = method === 'HEAD' ? null : { form: [['a', '1']] as const };
    const { outcome } = await runHttp(url, { http: { method, follow: 10, body: sent } });
    expect({ outcome, line: seen[1]?.line, body: seen[1]?.body }).toEqual({ outcome: 'OK', line, body });
    expect(seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'application/x-www-form-urlencoded');
    expect(seen[1]?.headers['content-length']).toBe(body === '' ? undefined : '3');
  });

  it('may be relative to where it was found', async () => {
    const seen: string[] = [];
    const url = await httpServer((request, response) => {
      seen.push(request.url ?? '');
      if (seen.length === 1) response.writeHead(302, { location: '../c?d=1#e' });
      response.end();
    });
    await runHttp(`${url}/a/b/`, { http: { follow: 1 } });
    expect(seen).toEqual(['/a/b/', '/a/c?d=1']);
  });

  it('without a Location is an answer', async () => {
    const url = await httpServer((_, response) => response.writeHead(302).end('here'));
    const { outcome } = await runHttp(url, { http: { follow: 3 }, expect: { status: [[302, 302]], keyword: 'here' } });
    expect(outcome).toBe('OK');
  });

  it.each(['', ' '])('with the Location "%s" is an answer', async (location) => {
    const { url, seen } = await redirecting(302, location);
    const { reason } = await runHttp(url, { http: { follow: 3 }, expect: { status: [[302, 302]], keyword: 'moved' } });
    expect({ reason, requests: seen.length }).toEqual({ reason: null, requests: 1 });
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ftp://a.example/',
  ])('to %s is not followed', async (location) => {
    const { url } = await redirecting(302, location);
    const { reason, status } = await runHttp(url, { http: { follow: 5 } });
    const message = `redirected to "${location}", only http and https are followed`;
    expect(reason).toEqual({ code: 'redirect', message });
    expect(status).toBe(302);
  });

  it('to the protocol that is not to be spoken is not followed', async () => {
    const { url } = await redirecting(302, 'http://127.0.0.1:9/x');
    const { reason } = await runHttp(url, { http: { follow: 5, redirects: { only: 'https' } } });
    expect(reason).toEqual({
      code: 'redirect',
      message: 'redirected to "http://127.0.0.1:9/x", only https is followed',
    });
  });

  it('to a name with control characters shows them', async () => {
    const { url } = await redirecting(302, 'file:///\u009b31m');
    const { reason } = await runHttp(url, { http: { follow: 5 } });
    expect(reason?.message).toBe('redirected to "file:///%9B31m", only http and https are followed');
  });

  it('in a loop ends at the most that are followed', async () => {
    let requests = 0;
    const url = await httpServer((_, response) => {
      requests += 1;
      response.writeHead(302, { location: '/' }).end();
    });
    const { reason } = await runHttp(url, { http: { follow: 10 } });
    const message = `more than 10 redirects, the last from ${new URL(url).host} to "${url}/"`;
    expect(reason).toEqual({ code: 'redirect', message });
    expect(requests).toBe(11);
  });

  it('whose body never ends is followed at once', async () => {
    const url = await httpServer((request, response) => {
      if (request.url === '/next') response.end('arrived');
      else response.writeHead(302, { location: '/next' }).write('endless');
    });
    expect((await runHttp(url, { http: { follow: 1 }, expect: { keyword: 'arrived' } })).outcome).toBe('OK');
  });
});

describe('credentials', () => {
  const headers = [
    ['Authorization', 'Bearer s3cret'],
    ['Cookie', 'a=b'],
    ['Proxy-Authorization', 'Basic eA=='],
    ['X-API-Key', 'k'],
    ['X-Amz-Security-Token', 't'],
    ['X-Private-Key', 'p'],
    ['X-JWT', 'j'],
    ['Idempotency-Key', 'kept'],
    ['X-Trace', 'kept'],
  ] as const;
  const kept = (seen: Seen | undefined): string[] =>
    headers.map(([name]) => name.toLowerCase()).filter((name) => seen?.headers[name] !== undefined);

  it('stay with their origin', async () => {
    const other = await redirecting(200, '');
    const { url } = await redirecting(307, `${other.url}/next`);
    await runHttp(url, { http: { follow: 5, headers } });
    expect(kept(other.seen[0])).toEqual(['idempotency-key', 'x-trace']);
    expect(other.seen[0]?.headers.host).toBe(new URL(other.url).host);
  });

  it('go along on the same origin', async () => {
    const { url, seen } = await redirecting(307, '/next');
    await runHttp(url, { http: { follow: 5, headers } });
    expect(kept(seen[1])).toHaveLength(headers.length);
  });

  it.each([
    ['of another origin', (other: string) => other],
    ['of the same', (_: string, own: string) => own],
  ])('that a Location brings %s are the ones that count, and are not told', async (_, pick) => {
    const other = await redirecting(200, '');
    const seen: (string | undefined)[] = [];
    const url = await httpServer((request, response) => {
      seen.push(request.headers.authorization);
      const to = pick(`${other.url}/next`, `${url}/next`).replace('//', '//new:p%40ssword@');
      if (request.url === '/') response.writeHead(302, { location: to }).end();
      else response.end('arrived');
    });
    const verdict = await runHttp(url, {
      http: { follow: 5, headers: [['Authorization', 'Bearer s3cret']] },
      expect: { more: { redirect: 'http://elsewhere.example/' } },
    });
    const asked = [...seen.slice(1), ...other.seen.map(({ headers: { authorization } }) => authorization)];
    expect(asked).toEqual([`Basic ${Buffer.from('new:p@ssword').toString('base64')}`]);
    expect(JSON.stringify(verdict)).not.toMatch(/p(?:@|%40)ssword/);
  });

  it('written in the url stay with their origin too', async () => {
    const other = await redirecting(200, '');
    const { url, seen } = await redirecting(302, `${other.url}/next`);
    await runHttp(url.replace('//', '//me:p%40ss@'), { http: { follow: 5 } });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('what was read leniently', () => {
  const BARE = 'HTTP/1.1 200 OK\nContent-Length: 0\n\n';

  it('on the way is not said of the last answer', async () => {
    const good = await httpServer((_, response) => response.end());
    const way = await rawServer(`HTTP/1.1 302 Found\nLocation: ${good}\nContent-Length: 0\n\n`, true);
    const verdict = await runHttp(way, { http: { follow: 3 } });
    expect([verdict.outcome, verdict.lenient]).toEqual(['OK', ['bare LF (earlier hop)']]);
  });

  it('of the last answer is, whatever came before', async () => {
    const last = await rawServer(BARE, true);
    const way = await rawServer(`HTTP/1.1 302 Found\nLocation: ${last}\nContent-Length: 0\n\n`, true);
    expect((await runHttp(way, { http: { follow: 3 } })).lenient).toEqual(['bare LF (earlier hop)', 'bare LF']);
  });

  it('of a proxy is said of the proxy', async () => {
    const proxy = await rawServer('HTTP/1.1 502 Bad\nContent-Length: 0\n\n', true);
    const verdict = await runHttp('https://api.example/', { http: { proxy } });
    expect([verdict.outcome, verdict.lenient]).toEqual(['NG', ['bare LF (proxy)']]);
  });
});
