import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { httpServer, httpsServer, tlsFixture } from '../../servers.ts';

const ALL = { measuresAll: true };

describe('what is measured of an answer for metrics', () => {
  it('is its version, redirects, and its length as it is said and as it is', async () => {
    const url = await httpServer(({ url: path }, response) => {
      if (path === '/moved') response.writeHead(302, { location: '/here' }).end();
      else response.writeHead(200, { 'content-length': 5 }).end('hello');
    });
    const { outcome, seen } = await runHttp(`${url}/moved`, { http: { follow: 3 } }, ALL);
    expect([outcome, seen]).toEqual(['OK', { http: 1.1, redirects: 1, length: 5, bytes: 5, ip: 4 }]);
  });

  it('counts the bytes that were inflated, and says -1 where no length was said', async () => {
    const body = gzipSync('x'.repeat(1_000));
    const url = await httpServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(body.subarray(0, 10));
      response.end(body.subarray(10));
    });
    const { seen } = await runHttp(url, {}, ALL);
    expect(seen).toMatchObject({ length: -1, bytes: 1_000 });
  });

  it('has no bytes of a body that was not read to its end', async () => {
    const url = await httpServer((_, response) => response.end('x'.repeat(2_000_000)));
    const { seen } = await runHttp(url, {}, ALL);
    expect(seen).toMatchObject({ length: 2_000_000 });
    expect(seen).not.toHaveProperty('bytes');
  });

  it('is the version of TLS and the certificate over https, which plain checks do not look at otherwise', async () => {
    const url = await httpsServer('good');
    const tls = { ca: tlsFixture('root') };
    const { seen, certificate } = await runHttp(url, { http: { tls } }, ALL);
    expect(seen).toMatchObject({ tls: 1.3, ip: 4 });
    expect(certificate?.notAfter).toMatch(/^2120-/);
  });

  it('is nothing where nobody asks, and nothing of no answer', async () => {
    const url = await httpServer((_, response) => response.end());
    expect(await runHttp(url)).not.toHaveProperty('seen');
    expect(await runHttp('http://127.0.0.1:1/', {}, ALL)).not.toHaveProperty('seen');
  });
});
