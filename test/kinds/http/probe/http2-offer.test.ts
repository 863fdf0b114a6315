import { createSecureServer } from 'node:http2';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { type HttpOverrides, runHttp } from '../../checks.ts';
import { proxyServer } from '../../proxies.ts';
import { httpsServer, listen, tlsFixture } from '../../servers.ts';

const TRUSTED = { ca: tlsFixture('root') };

/** A server that speaks both versions, or HTTP/2 only, and answers with the version that was spoken. */
async function server(allowHTTP1: boolean): Promise<string> {
  const credentials = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
  const it = createSecureServer({ ...credentials, allowHTTP1 }, (request, response) => {
    response.end(`spoken: ${request.httpVersion}`);
  });
  it.on('sessionError', () => undefined);
  it.on('unknownProtocol', (socket) => socket.destroy());
  return `https://localhost:${await listen(it as never)}`;
}

async function spoken(url: string, http: Partial<HttpRequest> = {}, overrides: HttpOverrides = {}) {
  const keyword = 'none of it';
  const { excerpt, reason } = await runHttp(url, {
    ...overrides,
    http: { tls: TRUSTED, ...http },
    expect: { keyword },
  });
  return excerpt ?? reason?.message.replace(new URL(url).host, 'HOST');
}

describe('over https', () => {
  it.each<[what: string, both: boolean, http: Partial<HttpRequest>, spoken: string]>([
    ['HTTP/2 is spoken where the server picks it', true, {}, 'spoken: 2.0'],
    ['HTTP/2 is spoken where the server speaks nothing else', false, {}, 'spoken: 2.0'],
    ['HTTP/1.1 is spoken where it is demanded', true, { httpVersion: '1.1' }, 'spoken: 1.1'],
    ['HTTP/1.1 is spoken where a header asks to upgrade', true, { headers: [['Upgrade', 'x']] }, 'spoken: 1.1'],
  ])('%s', async (_, both, http, wanted) => {
    expect(await spoken(await server(both), http)).toBe(wanted);
  });

  it('HTTP/1.1 is spoken where the server knows nothing else, and that is NG where HTTP/2 is demanded', async () => {
    const url = await httpsServer('good', (request, response) => response.end(`spoken: ${request.httpVersion}`));
    expect(await spoken(url)).toBe('spoken: 1.1');
    expect(await spoken(url, { httpVersion: '2' })).toBe('HOST speaks http/1.1, wanted 2');
  });

  it('both are offered through a proxy', async () => {
    const { url: proxy } = await proxyServer();
    expect(await spoken(await server(false), { proxy })).toBe('spoken: 2.0');
  });

  it('HTTP/1.1 is spoken to a server that picked HTTP/2 and then wants HTTP/1.1', async () => {
    const credentials = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
    const it = createSecureServer({ ...credentials, allowHTTP1: true }, (request, response) => {
      if (request.httpVersion === '1.1') response.end('spoken: 1.1');
    });
    const HTTP_1_1_REQUIRED = 0xd;
    it.on('stream', (stream) => stream.close(HTTP_1_1_REQUIRED));
    const url = `https://localhost:${await listen(it as never)}`;
    expect(await spoken(url)).toBe('spoken: 1.1');
    expect(await spoken(url, { httpVersion: '2' })).toBe(
      'HTTP/2 stream ended by HOST with HTTP_1_1_REQUIRED (waiting for the first byte)',
    );
  });
});
