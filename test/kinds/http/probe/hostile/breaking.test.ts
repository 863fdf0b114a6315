import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type HttpOverrides, runHttp } from '../../../checks.ts';
import { fullPort, httpServer, rawServer, tcpServer } from '../../../servers.ts';

const SOON: HttpOverrides = { timeoutMs: 300, connectTimeoutMs: 300 };
const HEAD = 'HTTP/1.1 200 OK\r\n';

function write(socket: Socket, text: string): void {
  socket.once('data', () => socket.write(text));
}

/** Writes the same piece again and again, as fast as it is taken or every few milliseconds. */
function repeat(socket: Socket, first: string, piece: string, everyMs: number): void {
  socket.once('data', () => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.on('close', () => clearInterval(timer));
  });
}

describe('a target that hangs', () => {
  it.each<[phase: string, serve: (socket: Socket) => void, message: RegExp]>([
    ['before it answers', () => undefined, /^no answer within 300ms \(waiting for the first byte\)$/],
    [
      'in the headers',
      (s) => write(s, `${HEAD}X-A: b\r\nX-`),
      /^no answer within 300ms \(waiting for the first byte\)$/,
    ],
    ['in the body', (s) => write(s, `${HEAD}Content-Length: 10\r\n\r\nhello`), /\(reading the body, 5 bytes so far\)$/],
    ['with a byte now and then', (s) => repeat(s, `${HEAD}\r\n`, 'x', 20), /\(reading the body, \d+ bytes so far\)$/],
    ['with a header now and then', (s) => repeat(s, HEAD, 'X-A: b\r\n', 20), /\(waiting for the first byte\)$/],
    [
      'with a 102 now and then',
      (s) => repeat(s, '', 'HTTP/1.1 102 Processing\r\n\r\n', 50),
      /\(waiting for the first byte\)$/,
    ],
  ])('%s ends at the total deadline', async (_, serve, message) => {
    const port = await tcpServer(serve);
    const { outcome, reason } = await runHttp(`http://127.0.0.1:${port}`, SOON);
    expect({ outcome, code: reason?.code }).toEqual({ outcome: 'NG', code: 'timeout' });
    expect(reason?.message).toMatch(message);
  });

  it('in the TLS handshake ends at the connect deadline', async () => {
    const port = await tcpServer(() => undefined);
    const { reason } = await runHttp(`https://127.0.0.1:${port}`, { connectTimeoutMs: 250 });
    const message = `not connected to 127.0.0.1:${port} within 250ms (in the TLS handshake)`;
    expect(reason).toEqual({ code: 'connect-timeout', message });
  });

  it('in the name look-up ends at the connect deadline', async () => {
    const lookup = (): void => undefined;
    const { reason, phases } = await runHttp('http://slow.example/', { connectTimeoutMs: 250 }, { lookup });
    const message = 'not connected to slow.example:80 within 250ms (looking up the name)';
    expect(reason).toEqual({ code: 'connect-timeout', message });
    expect(phases.dns).toBeNull();
  });

  it('by not accepting connections ends at the connect deadline', async () => {
    const port = await fullPort();
    const { reason } = await runHttp(`http://127.0.0.1:${port}`, { connectTimeoutMs: 250 });
    const message = `not connected to 127.0.0.1:${port} within 250ms (connecting)`;
    expect(reason).toEqual({ code: 'connect-timeout', message });
  });

  it('is told as the total deadline when both deadlines are the same', async () => {
    const port = await tcpServer(() => undefined);
    const { reason } = await runHttp(`https://127.0.0.1:${port}`, SOON);
    expect(reason).toEqual({ code: 'timeout', message: 'no answer within 300ms (in the TLS handshake)' });
  });

  it('after a redirect ends at the deadline of the whole', async () => {
    const url = await httpServer((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/next' }).end();
    });
    const { reason } = await runHttp(url, { ...SOON, http: { follow: 1 } });
    expect(reason?.message).toBe('no answer within 300ms (waiting for the first byte)');
  });
});

describe('a connection that breaks', () => {
  it('is refused', async () => {
    const port = await closedPort();
    const { reason, status } = await runHttp(`http://127.0.0.1:${port}`);
    expect(reason).toEqual({ code: 'refused', message: `connection refused by 127.0.0.1:${port}` });
    expect(status).toBeNull();
  });

  it('is refused by each address of a name, which are told', async () => {
    const port = await closedPort();
    const { reason } = await runHttp(
      `http://both.example:${port}`,
      {},
      {
        lookup: (_host, _options, done) =>
          done(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '127.0.0.2', family: 4 },
          ]),
      },
    );
    const message = `connection refused by both.example:${port} (127.0.0.1, 127.0.0.2)`;
    expect(reason).toEqual({ code: 'refused', message });
  });

  it.each<[when: string, serve: (socket: Socket) => void, message: string]>([
    [
      'reset before an answer',
      (s) => s.once('data', () => s.resetAndDestroy()),
      'connection reset by HOST (waiting for the first byte)',
    ],
    [
      'closed before an answer',
      (s) => s.once('data', () => s.end()),
      'connection closed by HOST (waiting for the first byte)',
    ],
    [
      'closed in the headers',
      (s) => s.once('data', () => s.end(`${HEAD}X-A`)),
      'connection closed by HOST (reading the headers)',
    ],
    [
      'closed in the body',
      (s) => s.once('data', () => s.end(`${HEAD}Content-Length: 10\r\n\r\nhello`)),
      'connection closed by HOST after 5 of 10 bytes of the body',
    ],
    [
      'closed before the last chunk',
      (s) => s.once('data', () => s.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`)),
      'connection closed by HOST after 5 bytes of the body, before its last chunk',
    ],
    [
      'reset in the body',
      (s) =>
        s.once('data', () =>
          s.write(`${HEAD}Content-Length: 10\r\n\r\nhello`, () => setImmediate(() => s.resetAndDestroy())),
        ),
      'connection closed by HOST after 5 of 10 bytes of the body',
    ],
    [
      'reset in the TLS handshake',
      (s) => s.once('data', () => s.resetAndDestroy()),
      'connection reset by HOST (in the TLS handshake)',
    ],
    [
      'closed in the TLS handshake',
      (s) => s.once('data', () => s.end()),
      'connection closed by HOST (in the TLS handshake)',
    ],
  ])('is %s', async (when, serve, message) => {
    const host = `127.0.0.1:${await tcpServer(serve)}`;
    const { reason } = await runHttp(`${when.endsWith('handshake') ? 'https' : 'http'}://${host}`);
    expect(reason).toEqual({ code: 'reset', message: message.replace('HOST', host) });
  });

  it('with a name that does not exist says so', async () => {
    const { reason } = await runHttp('http://api.exmaple.invalid/', {}, { lookup: failing('ENOTFOUND') });
    expect(reason).toEqual({ code: 'dns', message: 'name does not resolve: api.exmaple.invalid' });
  });

  it('with a name server that does not answer says so', async () => {
    const { reason } = await runHttp('http://api.example/', {}, { lookup: failing('EAI_AGAIN') });
    expect(reason).toEqual({ code: 'dns', message: 'name server did not answer for api.example (EAI_AGAIN)' });
  });
});

describe('an answer that is not HTTP as it should be', () => {
  it.each<[what: string, answer: string, message: RegExp]>([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', /is not HTTP, it begins "SSH-2\.0-OpenSSH_9\.6␍␊"$/],
    ['nonsense with an escape', '\x1b[31mred', /is not HTTP, it begins "␛\[31mred"$/],
    [
      'a bad chunk size',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n`,
      /size of a chunk of the body is not a number \(reading the body, 5 bytes so far\)$/,
    ],
    [
      'two lengths',
      `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`,
      /content-length is given as "5" and as "6"$/,
    ],
    [
      'a length that is no number',
      `${HEAD}Content-Length: many\r\n\r\n`,
      /content-length is "many", which is not a number$/,
    ],
    ['endless headers', `${HEAD}${'X-Filler: 0123456789\r\n'.repeat(5_000)}`, /headers are longer than 64 KiB$/],
    ['one endless header', `${HEAD}X-Filler: ${'x'.repeat(100_000)}`, /headers are longer than 64 KiB$/],
    [
      'a header without a colon',
      `${HEAD}value\r\n\r\n`,
      /^broken HTTP from 127\.0\.0\.1:\d+: a header has no colon: "value"$/,
    ],
    ['a flood of 1xx', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(500), /^more than 20 1xx answers from 127\.0\.0\.1:\d+$/],
  ])('%s is told', async (_, answer, message) => {
    const { outcome, reason } = await runHttp(await rawServer(answer));
    expect({ outcome, code: reason?.code }).toEqual({ outcome: 'NG', code: 'protocol' });
    expect(reason?.message).toMatch(message);
  });

  it('is read as curl reads it where that is possible', async () => {
    const excess = await runHttp(await rawServer(`${HEAD}Content-Length: 2\r\nConnection: close\r\n\r\nok and more`), {
      expect: { keyword: 'ok', absent: 'more' },
    });
    const closed = await runHttp(await rawServer(`${HEAD}\r\nok`, true), { expect: { keyword: 'ok' } });
    const informed = await runHttp(
      await rawServer(`HTTP/1.1 103 Early Hints\r\n\r\n${HEAD}Content-Length: 2\r\n\r\nok`),
    );
    const odd = await runHttp(await rawServer('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'));
    expect([excess.outcome, closed.outcome, informed.outcome, odd.status]).toEqual(['OK', 'OK', 'OK', 999]);
  });

  it('may be a switch of protocols, which is a status like any other', async () => {
    const url = await rawServer('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    expect((await runHttp(url)).reason?.message).toBe('status 101, wanted 2xx');
  });
});

describe('an endless body', () => {
  const endless = (piece: string) => (socket: Socket) => {
    const pump = (): void => {
      while (socket.writable && socket.write(piece));
    };
    socket.once('data', () => {
      socket.write(`${HEAD}\r\nbegin`);
      pump();
      socket.on('drain', pump);
    });
  };

  it('is cut at the cap, and judged by what was read', async () => {
    const port = await tcpServer(endless('x'.repeat(65_536)));
    const url = `http://127.0.0.1:${port}`;
    const found = await runHttp(url, { expect: { keyword: 'begin' } });
    const missing = await runHttp(url, { expect: { keyword: 'the end' } });
    expect(found.outcome).toBe('OK');
    expect(missing.reason?.message).toBe('keyword "the end" not in the first 1 MiB of the body (cut there)');
  });

  it('of exactly the cap is whole', async () => {
    const url = await httpServer((_, response) => response.end('x'.repeat(1024 * 1024)));
    const { reason } = await runHttp(url, { expect: { keyword: 'y' } });
    expect(reason?.message).toBe('keyword "y" not in the 1,048,576 bytes of the body');
  });
});

it('does not harm the checks beside it', async () => {
  const good = await httpServer((_, response) => response.end('fine'));
  const hostile = [
    await rawServer(`${HEAD}Content-Length: 5\r\n\r\nab`),
    await rawServer('garbage\r\n\r\n'),
    await rawServer('', true),
    `http://127.0.0.1:${await closedPort()}`,
  ];
  const urls = Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? good : (hostile[i % 4] ?? good)));
  const verdicts = await Promise.all(urls.map((url) => runHttp(url, { timeoutMs: url === good ? 5_000 : 300 })));
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(urls.map((url) => (url === good ? 'OK' : 'NG')));
});

function failing(code: string) {
  return (host: string, _options: unknown, done: (error: NodeJS.ErrnoException, address: string) => void): void => {
    done(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, syscall: 'getaddrinfo' }), '');
  };
}

async function closedPort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
