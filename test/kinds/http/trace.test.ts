import { createSecureServer } from 'node:http2';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runHttp, tcpCheck } from '../checks.ts';
import { proxyServer } from '../proxies.ts';
import { httpServer, httpsServer, listen, tlsFixture } from '../servers.ts';
import { traced, tracedHttp } from '../traced.ts';

const CA = { tls: { ca: tlsFixture('root') } };
const linesOf = (text: string) => text.split('\n');
/** Of two addresses the first refuses. */
const two: LookupFunction = (_host, _options, done) =>
  process.nextTick(done, null, [
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]);

describe('a trace', () => {
  it('has look-up, connection, the request as it was sent and the head of its answer, in their order', async () => {
    const url = await httpServer((_, response) => response.writeHead(201, { 'X-Who': 'me' }).end('created'));
    const { port } = new URL(url);
    const { text, trace } = await tracedHttp(`http://localhost:${port}/things?a=b`, {
      http: { method: 'POST', body: { json: { name: 'café' } }, family: 4 },
    });

    expect(linesOf(text)).toEqual([
      '* localhost is 127.0.0.1',
      `* connecting to 127.0.0.1:${port}`,
      expect.stringMatching(new RegExp(`^\\* connected to 127\\.0\\.0\\.1:${port} from 127\\.0\\.0\\.1:\\d+$`)),
      '> POST /things?a=b HTTP/1.1',
      `> Host: localhost:${port}`,
      expect.stringMatching(/^> User-Agent: rollcall/),
      '> Accept: */*',
      '> Content-Type: application/json',
      '> Connection: close',
      '> Content-Length: 16',
      '> ',
      '> {"name":"café"}',
      '< HTTP/1.1 201 Created',
      '< X-Who: me',
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^< (?:Date|Connection|Transfer-Encoding): /)),
    ]);
    expect(trace.said).toEqual({ remark: '7 bytes, utf-8', text: 'created' });
    const times = trace.lines.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('has each address that was tried', async () => {
    const url = await httpServer((_, response) => response.end());
    const { port } = new URL(url);
    const { text } = await tracedHttp(`http://two.test:${port}/`, { http: { allowPrivate: true } }, { lookup: two });

    expect(linesOf(text).slice(0, 6)).toEqual([
      '* two.test is 127.0.0.2',
      '* two.test is 127.0.0.1',
      `* connecting to 127.0.0.2:${port}`,
      `* no connection to 127.0.0.2:${port}: ECONNREFUSED`,
      `* connecting to 127.0.0.1:${port}`,
      expect.stringContaining(`* connected to 127.0.0.1:${port}`),
    ]);
  });

  it('has the look-up of a name that never leaves the machine', async () => {
    const { port } = new URL(await httpServer((_, response) => response.end()));
    const { text, verdict } = await tracedHttp(`http://a.localhost:${port}/`, { http: { family: 4 } });

    expect(linesOf(text)[0]).toBe('* a.localhost is 127.0.0.1');
    expect(verdict.phases.dns).toEqual(expect.any(Number));
  });

  it('has every hop of redirects', async () => {
    const url = await httpServer((request, response) => {
      const next = { '/1': '/2', '/2': '/3' }[request.url ?? ''];
      response.writeHead(next === undefined ? 200 : 302, next === undefined ? {} : { location: next }).end();
    });
    const { text } = await tracedHttp(`${url}/1`, { http: { follow: 5 } });

    expect(linesOf(text).filter((line) => /GET|HTTP\/1\.1 \d|redirect/.test(line))).toEqual([
      '> GET /1 HTTP/1.1',
      '< HTTP/1.1 302 Found',
      `* redirect 1, to ${url}/2`,
      '> GET /2 HTTP/1.1',
      '< HTTP/1.1 302 Found',
      `* redirect 2, to ${url}/3`,
      '> GET /3 HTTP/1.1',
      '< HTTP/1.1 200 OK',
    ]);
  });

  it('has protocol and certificates, accepted', async () => {
    const { text } = await tracedHttp(await httpsServer('good'), { http: CA });

    expect(text).toMatch(/^\* TLSv1\.3, TLS_\w+, http\/1\.1 by ALPN$/m);
    expect(text).toMatch(/^\* certificate 1: CN=localhost$/m);
    expect(text).toMatch(/^\* {3}for DNS:localhost/m);
    expect(text).toMatch(/^\* {3}issued by .*CN=/m);
    expect(text).toMatch(/^\* {3}valid from .+ GMT to .+ GMT$/m);
    expect(text).toMatch(/^\* {3}key (?:rsa \d+ bits|ec \w+), signed by \S+/m);
    expect(text).toContain('* the certificate is accepted');
  });

  it('has a certificate that is refused, and why', async () => {
    const { text, trace } = await tracedHttp(await httpsServer('wrong-host'), { http: CA });

    expect(text).toContain('* certificate 1: ');
    expect(linesOf(text).at(-1)).toBe('* the certificate fails: ERR_TLS_CERT_ALTNAME_INVALID');
    expect(trace).toMatchObject({ said: null, expectations: [], verdict: { reason: { code: 'tls' } } });
  });

  it('has a certificate that is refused by itself, and that insecure allows it', async () => {
    const { text, trace } = await tracedHttp(await httpsServer('wrong-host'), { http: { tls: { insecure: true } } });

    expect(text).toMatch(/^\* the certificate fails: \w+, which insecure allows$/m);
    expect(trace.verdict?.outcome).toBe('OK');
  });

  it('has an exchange in HTTP/2', async () => {
    const server = createSecureServer({ cert: tlsFixture('good'), key: tlsFixture('server-key') });
    server.on('request', (_, response) => void response.writeHead(200, { 'x-who': 'me' }).end('ok'));
    const port = await listen(server as never);
    const { text } = await tracedHttp(`https://localhost:${port}/`, {
      http: { ...CA, method: 'POST', body: { text: 'hello' } },
    });

    expect(text).toContain(', h2 by ALPN');
    expect(text).toMatch(/^> HTTP\/2\n> :method: POST\n> :scheme: https\n/m);
    expect(text).toMatch(/^> \n> hello$/m);
    expect(text).toMatch(/^< HTTP\/2 200\n< x-who: me$/m);
  });

  it('has the proxy and its tunnel', async () => {
    const [proxy, url] = await Promise.all([proxyServer({ login: 'me:open-sesame' }), httpsServer('good')]);
    const { text } = await tracedHttp(url, {
      http: { ...CA, proxy: proxy.url.replace('//', '//me:open-sesame@'), allowPrivate: true },
    });

    const { port } = new URL(url);
    expect(linesOf(text)[0]).toBe(`* by the proxy ${proxy.url}`);
    expect(text).toContain(
      `> CONNECT localhost:${port} HTTP/1.1\n> Host: localhost:${port}\n> Proxy-Authorization: Basic ***\n`,
    );
    expect(text).toContain('< HTTP/1.1 200 Connection established\n* TLSv1.3');
  });

  it('has of a target that says much no more than fits, and says so', async () => {
    const url = await httpServer((request, response) => {
      response.writeHead(302, { location: `${request.url}x`, 'x-long': 'long '.repeat(9_000) }).end();
    });
    const { trace } = await tracedHttp(`${url}/`, { http: { follow: 10 } });
    const length = trace.lines.reduce((sum, { text }) => sum + text.length, 0);

    expect(length).toBeLessThan(140_000);
    expect(trace.lines.at(-1)?.text).toContain('(the rest is not shown)');
  });

  it('shows bytes that are no text by their number', async () => {
    const url = await httpServer((_, response) => response.end(Buffer.from([0, 1, 2, 255])));
    const body = { base64: Buffer.from([0, 255, 254]).toString('base64') };
    const { text, trace } = await tracedHttp(url, { http: { method: 'POST', body } });

    expect(text).toContain('> (3 bytes that are no text)');
    expect(trace.said).toEqual({ remark: '4 bytes', text: '(no text)' });
  });

  it('changes nothing of the verdict', async () => {
    const url = await httpServer((_, response) => response.writeHead(503).end('down'));
    const untimed = { latencyMs: 0, phases: null, at: '' };
    const overrides = { expect: { keyword: 'up' } };

    expect({ ...(await tracedHttp(url, overrides)).verdict, ...untimed }).toEqual({
      ...(await runHttp(url, overrides)),
      ...untimed,
    });
  });

  it('is of a tcp check too', async () => {
    const { port } = new URL(await httpServer((_, response) => response.end()));
    const check = { ...tcpCheck({ host: '127.0.0.1', port: Number(port) }), expect: { latencyMs: 5_000 } };
    const { text, trace } = await traced(check);

    expect(linesOf(text)[0]).toBe(`* connecting to 127.0.0.1:${port}`);
    expect(trace.expectations).toEqual([
      { isHeld: true, text: 'a connection is made' },
      { isHeld: true, text: expect.stringMatching(/^latency [\d.]+ ms, wanted 5000 ms or less$/) },
    ]);
  });
});
