import { describe, expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { proxyServer } from '../../proxies.ts';
import { fullPort, httpServer, httpsServer, rawServer, tcpServer, tlsFixture } from '../../servers.ts';

const TRUSTED = { ca: tlsFixture('root') };

describe.each([false, true])('a proxy (over TLS: %s)', (tls) => {
  it('is asked for the whole URL of an http target, and never looks it up here', async () => {
    const { url: proxy, seen } = await proxyServer({ tls });
    const { outcome } = await runHttp('http://api.example/a?b=c', {
      http: { proxy, tls: TRUSTED },
      expect: { keyword: 'through the proxy: http://api.example/a?b=c' },
    });
    expect({ outcome, seen }).toEqual({
      outcome: 'OK',
      seen: [{ line: 'GET http://api.example/a?b=c', authorization: undefined, host: 'api.example' }],
    });
  });

  it('is asked for a tunnel to an https target, whose certificate is looked at', async () => {
    const target = await httpsServer('good');
    const { url: proxy, seen } = await proxyServer({ tls });
    const verdict = await runHttp(target, { http: { proxy, tls: TRUSTED }, expect: { keyword: 'ok' } });
    expect(verdict).toMatchObject({ outcome: 'OK', phases: { tls: expect.any(Number) } });
    const { host } = new URL(target);
    expect(seen).toEqual([{ line: `CONNECT ${host}`, authorization: undefined, host }]);
    const wrong = await httpsServer('expired');
    const { reason } = await runHttp(wrong, { http: { proxy, tls: TRUSTED } });
    expect(reason?.message).toBe(`certificate of ${new URL(wrong).host} expired on 2025-01-31`);
  });

  it('is told who asks, and the target is not', async () => {
    const authorizations: (string | undefined)[] = [];
    const target = await httpsServer('good', (request, response) => {
      authorizations.push(request.headers['proxy-authorization'] as string | undefined);
      response.end();
    });
    const { url, seen } = await proxyServer({ tls, login: 'me:p@ss' });
    const proxy = url.replace('://', '://me:p%40ss@');
    expect((await runHttp(target, { http: { proxy, tls: TRUSTED } })).outcome).toBe('OK');
    expect((await runHttp('http://api.example', { http: { proxy, tls: TRUSTED } })).outcome).toBe('OK');
    expect(authorizations).toEqual([undefined]);
    expect(new Set(seen.map(({ authorization }) => authorization)).size).toBe(1);
  });

  it('that does not let us in says so itself', async () => {
    const { url: proxy } = await proxyServer({ tls, login: 'me:secret' });
    const place = new URL(proxy).host;
    const said = 'answered 407 Proxy Authentication Required to a request for';
    const secure = await runHttp('https://api.example', { http: { proxy, tls: TRUSTED } });
    expect(secure.reason).toEqual({ code: 'refused', message: `proxy ${place} ${said} api.example:443` });
    const plain = await runHttp('http://api.example', { http: { proxy, tls: TRUSTED } });
    expect(plain.reason).toEqual({ code: 'refused', message: `proxy ${place} ${said} api.example` });
  });
});

describe('trouble with a proxy is told as such', () => {
  it('when nobody is there', async () => {
    const { reason } = await runHttp('https://api.example', { http: { proxy: 'http://127.0.0.1:1' } });
    expect(reason).toEqual({ code: 'refused', message: 'proxy: connection refused by 127.0.0.1:1' });
  });

  it('when its certificate is not accepted, whatever the target is allowed', async () => {
    const { url: proxy } = await proxyServer({ tls: true });
    const { reason } = await runHttp('https://api.example', { http: { proxy, tls: { insecure: true } } });
    expect(reason?.code).toBe('tls');
    expect(reason?.message).toMatch(/^proxy: certificate chain of localhost:\d+ is incomplete/);
  });

  it('when the target cannot be reached from there', async () => {
    const { url: proxy } = await proxyServer();
    const { reason } = await runHttp('https://api.example:1', { http: { proxy } });
    const message = `proxy ${new URL(proxy).host} answered 502 Bad Gateway to a request for api.example:1`;
    expect(reason).toEqual({ code: 'refused', message });
  });

  it('when it is none', async () => {
    const proxy = await rawServer('220 mail ready\r\n');
    const { reason } = await runHttp('https://api.example', { http: { proxy } });
    expect(reason?.code).toBe('protocol');
    expect(reason?.message).toMatch(/^proxy: answer of 127\.0\.0\.1:\d+ is not HTTP, it begins "220 mail ready/);
  });

  it('when it hangs, in any phase', async () => {
    const silent = `http://127.0.0.1:${await tcpServer(() => undefined)}`;
    const limits = { timeoutMs: 2_000, connectTimeoutMs: 60 };
    const answering = await runHttp('https://api.example', { http: { proxy: silent }, ...limits });
    expect(answering.reason?.code).toBe('connect-timeout');
    expect(answering.reason?.message).toMatch(/^proxy: not connected to 127\.0\.0\.1:\d+ within 60ms/);
    const full = `http://127.0.0.1:${await fullPort()}`;
    const connecting = await runHttp('https://api.example', { http: { proxy: full }, ...limits });
    expect(connecting.reason?.message).toMatch(/^proxy: not connected to 127\.0\.0\.1:\d+ within 60ms \(connecting\)/);
  });
});

it('follows redirects through the proxy, and to where they lead', async () => {
  const target = await httpsServer('good', (_, response) =>
    response.writeHead(302, { location: 'http://b.example/x' }).end(),
  );
  const { url: proxy, seen } = await proxyServer();
  const { outcome } = await runHttp(target, { http: { proxy, tls: TRUSTED, follow: 1 } });
  expect(outcome).toBe('OK');
  expect(seen.map(({ line }) => line)).toEqual([`CONNECT ${new URL(target).host}`, 'GET http://b.example/x']);
});

it('pins the address of the proxy', async () => {
  const { url, seen } = await proxyServer();
  const port = Number(new URL(url).port);
  const pins = [{ host: 'proxy.example', port, address: '127.0.0.1' }];
  const { outcome } = await runHttp('http://api.example', { http: { proxy: `http://proxy.example:${port}`, pins } });
  expect({ outcome, lines: seen.length }).toEqual({ outcome: 'OK', lines: 1 });
});

it('leaves a target that is reached directly alone', async () => {
  const url = await httpServer((request, response) => response.end(request.url));
  expect((await runHttp(`${url}/a`, { expect: { keyword: '/a' } })).outcome).toBe('OK');
});
