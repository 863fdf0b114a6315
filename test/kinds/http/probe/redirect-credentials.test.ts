import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

type Hop = { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Two origins: the first sends `/` on to its own `/same`, then to the other, and that back to the first. */
async function hops(http: (tokenUrl: string) => Partial<HttpRequest>, status = 302): Promise<Hop[]> {
  const seen: Hop[] = [];
  let first = '';
  const server = (next: (path: string | undefined) => string | null): Promise<string> =>
    httpServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      const location = next(request.url);
      if (location === null) response.end();
      else response.writeHead(status, { location }).end();
    });
  const other = await server((path) => (path === '/other' ? `${first}/back` : null));
  first = await server((path) => ({ '/': '/same', '/same': `${other}/other` })[path ?? ''] ?? null);
  const tokenUrl = await httpServer((_, response) => response.end('{"access_token":"the-token"}'));
  await runHttp(first, { http: { follow: 5, ...http(tokenUrl) } });
  return seen;
}

const has = (hop: Hop): boolean => hop.headers.authorization !== undefined;

describe('a redirect to another origin', () => {
  it.each<[string, (tokenUrl: string) => HttpRequest['auth']]>([
    ['basic', () => ({ scheme: 'basic', user: 'me', password: 'secret' })],
    ['bearer', () => ({ scheme: 'bearer', token: 'secret' })],
    ['oauth2', (tokenUrl) => ({ scheme: 'oauth2', tokenUrl, clientId: 'me', clientSecret: 'x', scopes: [] })],
    [
      'sigv4',
      () => ({
        scheme: 'sigv4',
        service: 's',
        region: 'r',
        keys: { accessKeyId: 'A', secretAccessKey: 's', sessionToken: 't' },
      }),
    ],
  ])('takes no credentials along: %s', async (_, auth) => {
    const seen = await hops((tokenUrl) => ({ auth: auth(tokenUrl) }) as Partial<HttpRequest>);
    const [start, same, other] = seen;
    expect(seen.map(({ line }) => line)).toEqual(['GET /', 'GET /same', 'GET /other', 'GET /back']);
    expect([start, same, other].map((hop) => hop !== undefined && has(hop))).toEqual([true, true, false]);
    expect(JSON.stringify(other)).not.toMatch(/secret|the-token|AWS4|security/);
  });

  it('proves nothing there by digest', async () => {
    const seen: [string | undefined, boolean][] = [];
    const challenge = 'Digest realm="r", nonce="n"';
    const other = await httpServer((request, response) => {
      seen.push([request.url, request.headers.authorization !== undefined]);
      response.setHeader('WWW-Authenticate', challenge).writeHead(401).end();
    });
    const url = await httpServer((request, response) => {
      const isProven = request.headers.authorization !== undefined;
      seen.push([request.url, isProven]);
      if (isProven) response.writeHead(302, { location: `${other}/other` }).end();
      else response.setHeader('WWW-Authenticate', challenge).writeHead(401).end();
    });
    const auth = { scheme: 'digest', user: 'me', password: 'secret' } as const;
    const { reason } = await runHttp(url, { http: { follow: 1, auth } });
    expect(reason?.message).toBe('status 401, wanted 2xx');
    expect(seen).toEqual([
      ['/', false],
      ['/', true],
      ['/other', false],
    ]);
  });

  it.each([
    { redirects: {}, kept: [true, true, false, false] },
    { redirects: { trusted: true }, kept: [true, true, true, true] },
  ])('takes a header along that holds a secret, whatever its name, only when $redirects', async ({
    redirects,
    kept,
  }) => {
    const headers = [
      ['X-Ops', 'v1 ${env:OPS}'],
      ['X-Trace', '{{uuid}}'],
    ] as const;
    vi.stubEnv('OPS', 's3cret-value');
    const seen = await hops(() => ({ headers, redirects }));
    expect(seen.map((hop) => hop.headers['x-ops'] === 'v1 s3cret-value')).toEqual(kept);
    expect(seen.map((hop) => hop.headers['x-trace'] !== undefined)).toEqual([true, true, true, true]);
  });

  it('takes them along when the check trusts it', async () => {
    const seen = await hops(() => ({
      auth: { scheme: 'bearer', token: 'secret' },
      headers: [['Cookie', 'a=b']],
      redirects: { trusted: true },
    }));
    expect(seen.map((hop) => [has(hop), hop.headers.cookie])).toEqual(Array(4).fill([true, 'a=b']));
    expect(new Set(seen.map(({ headers }) => headers.host)).size).toBe(2);
  });

  it('signs each hop anew', async () => {
    const keys = { accessKeyId: 'A', secretAccessKey: 's' };
    const seen = await hops(() => ({
      auth: { scheme: 'sigv4', service: 's', region: 'r', keys },
      redirects: { trusted: true },
    }));
    expect(new Set(seen.map(({ headers }) => headers.authorization)).size).toBe(4);
  });
});

describe('a body with a reference in it', () => {
  const body = { json: { user: 'me', password: '${env:OPS}' } } as const;

  it.each([307, 308])('goes to no other origin at %i', async (status) => {
    vi.stubEnv('OPS', 's3cret-value');
    const other = await httpServer((_, response) => response.end());
    let asked = 0;
    const url = await httpServer((_, response) => {
      asked += 1;
      response.writeHead(status, { location: asked === 1 ? '/same' : `${other}/x?s3cret-value` }).end();
    });
    const { reason } = await runHttp(url, { http: { method: 'POST', body, follow: 5 } });
    const words = 'another origin, which does not get the body, because a reference stands in it';
    expect(reason).toEqual({ code: 'redirect', message: `redirected to "${other}/x?***", ${words}` });
    expect(asked).toBe(2);
  });

  it('goes along where the check trusts it, and does not hinder a redirect that takes no body', async () => {
    vi.stubEnv('OPS', 's3cret-value');
    const sent = { method: 'POST', body } as const;
    const trusting = await hops(() => ({ ...sent, redirects: { trusted: true } }), 307);
    expect(trusting.map((hop) => hop.body.includes('s3cret-value'))).toEqual([true, true, true, true]);
    const seen = await hops(() => sent, 302);
    expect(seen.map(({ body: got }) => got.includes('s3cret-value'))).toEqual([true, false, false, false]);
  });
});

describe('a redirected POST', () => {
  const POST = { method: 'POST', body: { text: 'hi' } } as const;
  it.each<[number, HttpRequest['redirects'], string, string]>([
    [301, undefined, 'GET', ''],
    [302, {}, 'GET', ''],
    [303, { keepPost: [301, 302] }, 'GET', ''],
    [301, { keepPost: [301] }, 'POST', 'hi'],
    [303, { keepPost: [303] }, 'POST', 'hi'],
    [302, { keepMethod: true }, 'POST', ''],
    [307, undefined, 'POST', 'hi'],
  ])('at %i, by %o, becomes %s with body "%s"', async (status, redirects, method, body) => {
    const seen = await hops(() => ({ ...POST, ...(redirects !== undefined && { redirects }) }), status);
    expect(seen.slice(1).map((hop) => [hop.line.split(' ')[0], hop.body])).toEqual(Array(3).fill([method, body]));
  });
});
