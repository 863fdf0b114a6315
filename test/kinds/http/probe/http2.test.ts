import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { proxyServer } from '../../proxies.ts';
import { httpServer, httpsServer, listen, rawServer, tcpServer, tlsFixture } from '../../servers.ts';

type OnStream = (stream: ServerHttp2Stream, headers: Record<string, unknown>) => void;
const HTTP2 = { httpVersion: '2', tls: { ca: tlsFixture('root') } } as const;

async function serve(server: Http2Server, onStream: OnStream): Promise<number> {
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    onStream(stream, headers);
  });
  server.on('sessionError', () => undefined);
  return listen(server as never);
}

async function http2Server(onStream: OnStream, { plain = false } = {}): Promise<string> {
  if (plain) return `http://localhost:${await serve(createServer(), onStream)}`;
  const server = createSecureServer({ cert: tlsFixture('good'), key: tlsFixture('server-key') });
  return `https://localhost:${await serve(server as never, onStream)}`;
}

describe.each([false, true])('HTTP/2 (without TLS: %s)', (plain) => {
  it('carries method, target, headers and body, and none that speak of the connection', async () => {
    let got = {};
    const url = await http2Server(
      (stream, headers) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          got = { ...headers, body: Buffer.concat(chunks).toString() };
          stream.respond({ ':status': 201, 'x-a': ['1', '2'] });
          stream.end('the answer');
        });
      },
      { plain },
    );
    const verdict = await runHttp(`${url}/a?b=c`, {
      http: {
        ...HTTP2,
        method: 'POST',
        body: { text: 'hi' },
        headers: [
          ['X-B', '1'],
          ['Cookie', 'a=b'],
          ['X-B', '2'],
        ],
      },
      expect: { keyword: 'the answer', headers: [['x-a', '2']] },
    });
    expect(verdict).toMatchObject({ outcome: 'OK', status: 201, phases: { firstByte: expect.any(Number) } });
    expect(JSON.parse(JSON.stringify(got))).toEqual({
      ':method': 'POST',
      ':path': '/a?b=c',
      ':scheme': plain ? 'http' : 'https',
      ':authority': new URL(url).host,
      'user-agent': 'rollcall/0.1.0',
      accept: '*/*',
      'x-b': '1, 2',
      cookie: 'a=b',
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '2',
      body: 'hi',
    });
  });

  it('answers HEAD, nothing, much, and compressed', async () => {
    const url = await http2Server(
      (stream, headers) => {
        if (headers[':path'] === '/gzip') {
          stream.respond({ 'content-encoding': 'gzip' });
          stream.end(gzipSync('needle'));
          return;
        }
        stream.respond({ ':status': 200 }, { endStream: headers[':path'] === '/empty' });
        if (headers[':path'] === '/much') stream.end(Buffer.alloc(4 * 1024 * 1024));
        else if (headers[':path'] === '/head') stream.end();
      },
      { plain },
    );
    expect((await runHttp(`${url}/empty`, { http: HTTP2 })).outcome).toBe('OK');
    expect((await runHttp(`${url}/head`, { http: { ...HTTP2, method: 'HEAD' } })).outcome).toBe('OK');
    const much = await runHttp(`${url}/much`, { http: HTTP2, expect: { keyword: 'needle' } });
    expect(much.reason?.message).toBe('keyword "needle" not in the first 1 MiB of the body (cut there)');
    const inflated = await runHttp(`${url}/gzip`, {
      http: { ...HTTP2, compressed: true },
      expect: { keyword: 'needle' },
    });
    expect(inflated.outcome).toBe('OK');
  });

  it('follows redirects', async () => {
    const url = await http2Server(
      (stream, headers) => {
        stream.respond(headers[':path'] === '/' ? { ':status': 302, location: '/there' } : { ':status': 200 });
        stream.end(String(headers[':path']));
      },
      { plain },
    );
    expect((await runHttp(url, { http: { ...HTTP2, follow: 1 }, expect: { keyword: '/there' } })).outcome).toBe('OK');
  });

  it('may break', async () => {
    const url = await http2Server(
      (stream, headers) => {
        if (headers[':path'] === '/refused') return stream.close(7);
        if (headers[':path'] === '/gone') return stream.session?.destroy();
        if (headers[':path'] === '/calm') return stream.session?.goaway(11);
        stream.respond({ ':status': 200 });
        stream.write('half of');
        if (headers[':path'] === '/half') setImmediate(() => stream.session?.destroy());
      },
      { plain },
    );
    const reasonFor = async (path: string, timeoutMs = 5_000): Promise<string> => {
      const { reason } = await runHttp(url + path, { http: HTTP2, timeoutMs, connectTimeoutMs: timeoutMs });
      return `${reason?.code}: ${reason?.message.replace(new URL(url).host, 'HOST')}`;
    };
    expect(await reasonFor('/refused')).toBe(
      'reset: HTTP/2 stream ended by HOST with REFUSED_STREAM (waiting for the first byte)',
    );
    expect(await reasonFor('/half')).toMatch(/^reset: .* \(reading the body, 7 bytes so far\)$/);
    expect(await reasonFor('/calm')).toMatch(/^reset: HTTP\/2 stream ended by HOST with ENHANCE_YOUR_CALM/);
    expect(await reasonFor('/gone')).toMatch(/^reset: /);
    expect(await reasonFor('/slow', 150)).toMatch(
      /^timeout: no answer within 150ms \(reading the body, 7 bytes so far\)/,
    );
  });
});

describe('HTTP/2 is demanded', () => {
  it('of a server that speaks 1.1 only', async () => {
    const url = await httpsServer('good');
    const { reason } = await runHttp(url, { http: HTTP2 });
    expect(reason).toEqual({ code: 'protocol', message: `${new URL(url).host} speaks http/1.1, wanted 2` });
  });

  it('of a server that speaks 1.1 only, without TLS', async () => {
    const url = await httpServer((_, response) => response.end());
    const { reason } = await runHttp(url, { http: HTTP2 });
    expect(reason?.code).toBe('protocol');
    expect(reason?.message).toMatch(/^broken HTTP\/2 from 127\.0\.0\.1:\d+: /);
  });

  it('of whatever else', async () => {
    const { reason } = await runHttp(await rawServer('220 mail ready\r\n', true), { http: HTTP2 });
    expect(['protocol', 'reset']).toContain(reason?.code);
    const silent = `http://127.0.0.1:${await tcpServer(() => undefined)}`;
    expect((await runHttp(silent, { http: HTTP2, timeoutMs: 100 })).reason?.code).toBe('timeout');
  });

  it('and 1.1 is all that is offered otherwise', async () => {
    const url = await http2Server((stream) => stream.end());
    const { reason } = await runHttp(url, { http: { tls: HTTP2.tls, httpVersion: '1.1' } });
    expect(reason?.code).toBe('tls');
  });

  it('through a proxy too, by a tunnel', async () => {
    const { url: proxy, seen } = await proxyServer();
    for (const plain of [true, false]) {
      const url = await http2Server((stream) => stream.respond({}, { endStream: true }), { plain });
      expect((await runHttp(url, { http: { ...HTTP2, proxy } })).outcome).toBe('OK');
    }
    expect(seen.map(({ line }) => line.split(' ')[0])).toEqual(['CONNECT', 'CONNECT']);
  });
});
