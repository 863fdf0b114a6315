import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { expect, it } from 'vitest';
import { listen, tcpServer, tlsFixture } from '../servers.ts';
import { whenOver } from '../when-over.ts';
import { type Asked, answering, outcomeOf, talk } from './talk.ts';

type Serve = (socket: Socket) => void;

const QUICK = { timeout: '400ms', connectTimeout: '400ms' } as const;
const BANNER: Asked['exchange'] = [{ expect: 'ready' }];

function flood(socket: Socket, piece: string): void {
  if (!socket.destroyed) socket.write(piece, (error) => (error ? undefined : flood(socket, piece)));
}

function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 5);
  socket.once('close', () => clearInterval(timer));
}

/** Neither does it close because we did, nor read what it does not ask for: the test itself ends its connections. */
async function stubbornServer(serve: Serve): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  const port = await listen(server);
  whenOver(() => {
    for (const socket of sockets) socket.destroy();
  });
  return port;
}

it.each<[what: string, serve: Serve, asked: Asked, outcome: RegExp]>([
  [
    'drips without end',
    (socket) => drip(socket, '.'),
    {},
    /^answer: "\.+" came within 400ms, wanted "ready" \(exchange 1 of 1\)$/,
  ],
  [
    'drips, and a regex looks on',
    (socket) => drip(socket, 'ab'),
    { exchange: [{ expect: { matches: '(?s)^.*c.*d.*e$' } }] },
    /^answer: "(?:ab)+" came within 400ms/,
  ],
  [
    'floods',
    (socket) => flood(socket, 'x'.repeat(65_536)),
    {},
    /^too-large: \S+KiB came without "ready" \(exchange 1 of 1\); they begin "x{150,}…"$/,
  ],
  [
    'floods until the end that does not come',
    (socket) => flood(socket, 'ready\n'.repeat(10_000)),
    { end: true },
    /^too-large: more than 64KiB came before the end; "/,
  ],
  [
    'ends in the middle of what is wanted',
    (socket) => socket.end('rea'),
    {},
    /^reset: connection closed by HOST \(exchange 1 of 1: "ready"\); "rea" came$/,
  ],
  [
    'resets the connection in the middle',
    (socket) => void socket.once('data', () => socket.write('+PO', () => socket.resetAndDestroy())),
    { exchange: [{ send: 'PING\r\n' }, { expect: '+PONG' }] },
    /^reset: connection reset by HOST \(exchange 2 of 2: "\+PONG"\); (?:nothing|"\+PO") came$/,
  ],
  [
    'resets the connection at once',
    (socket) => socket.resetAndDestroy(),
    { exchange: [{ send: 'PING\r\n', expect: '+PONG' }] },
    /^reset: connection (?:reset|closed) by HOST \((?:connecting\)|exchange 1 of 1: "\+PONG"\); nothing came)$/,
  ],
  [
    'is gone before the next thing is said',
    (socket) => socket.end('ready'),
    { exchange: [...BANNER, { send: 'x' }, { expect: 'y' }] },
    /^reset: connection (?:reset|closed) by HOST \(exchange [23] of 3(?:: "y")?\); nothing came$/,
  ],
  [
    'sends rubbish',
    (socket) => void socket.write(Buffer.from('fffe00c328\u00001b5b326a', 'hex')),
    {},
    /^answer: "\\xff\\xfe\\x00\\xc3\(" came within 400ms/,
  ],
  [
    'sends what a terminal obeys',
    (socket) => void socket.write('\x1b[2J\r\n\u202eno\x07'),
    {},
    /^answer: "␛\[2J␍␊�no␇" came within 400ms/,
  ],
  [
    'sends what would make other regexes take for ever',
    (socket) => void socket.write('a'.repeat(50_000)),
    { exchange: [{ expect: { matches: '^(a+)+$b' } }] },
    /^answer: "a{150,}…" came within 400ms/,
  ],
  [
    'sends what would make other regexes take for ever, and what is wanted',
    (socket) => void socket.write(`${'a'.repeat(50_000)}!`),
    { exchange: [{ expect: { matches: '^(a|aa)+!$' } }] },
    /^OK$/,
  ],
  [
    'sends the wanted words behind 60 KiB of others',
    (socket) => void socket.write(`${'x'.repeat(60_000)}ready`),
    {},
    /^OK$/,
  ],
  [
    'sends what looks like a reference of ours',
    (socket) => void socket.write('${env:PATH} {{uuid}}'),
    {},
    /^answer: "\$\{env:PATH\} \{\{uuid\}\}" came within 400ms/,
  ],
  [
    'echoes what it is told for ever',
    (socket) => socket.on('data', (data) => flood(socket, data.toString())),
    { exchange: [{ send: 'x'.repeat(16_384), expect: 'ready' }] },
    /^too-large: /,
  ],
  [
    'speaks HTTP',
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    { exchange: [{ send: 'PING\r\n', expect: '+PONG' }] },
    /^reset: .*; "HTTP\/1\.1 400 Bad Request␍␊␍␊" came$/,
  ],
  [
    'wants TLS and is spoken to without',
    (socket) => void socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 70]))),
    { exchange: [{ send: 'PING\r\n', expect: '+PONG' }] },
    /^reset: .*; "\\x15\\x03\\x03\\x00\\x02\\x02F" came$/,
  ],
])('a server that %s', async (_, serve, asked, outcome) => {
  const verdict = await talk({ port: await tcpServer(serve), exchange: BANNER, ...QUICK, ...asked });

  expect(outcomeOf(verdict)).toMatch(outcome);
  // Control characters, and whatever reorders text, come to nobody.
  expect(JSON.stringify(verdict)).not.toMatch(/\\u00[01]|\u202e/);
  expect(Buffer.byteLength(JSON.stringify(verdict))).toBeLessThanOrEqual(1024);
});

it.each<[what: string, serve: Serve, asked: Asked, outcome: RegExp]>([
  [
    'does not mind that we are done',
    (socket) => void socket.resume().write('ready'),
    { end: true },
    /^timeout: no answer within 400ms \(waiting for the end after ours\); nothing came$/,
  ],
  [
    'goes on talking when we are done',
    (socket) => {
      socket.resume().write('ready');
      drip(socket, ' !');
    },
    { end: true },
    /^timeout: no answer within 400ms \(waiting for the end after ours\); "(?: !)+" came$/,
  ],
  [
    'never reads',
    (socket) => socket.pause(),
    { exchange: [...Array.from({ length: 9 }, () => ({ send: 'x'.repeat(16_384) })), { expect: 'ready' }] },
    /^timeout: no answer within 400ms \(exchange (?:10 of 10: "ready"|\d of 10)\); nothing came$/,
  ],
])('a server that %s', async (_, serve, asked, outcome) => {
  const port = await stubbornServer(serve);
  expect(outcomeOf(await talk({ port, exchange: BANNER, ...QUICK, ...asked }))).toMatch(outcome);
});

it.each<[what: string, start: () => Promise<number>, outcome: RegExp]>([
  [
    'answers rubbish for a handshake',
    () => answering(() => Buffer.alloc(4096, 'rubbish')),
    /^tls: HOST does not speak TLS \(/,
  ],
  [
    'says nothing for a handshake',
    () => tcpServer(() => undefined),
    /^timeout: no answer within 400ms \(in the TLS handshake\)$/,
  ],
  [
    'breaks off after the handshake',
    () => tlsServer({}, (socket) => socket.destroy()),
    /^reset: connection (?:closed|reset) by HOST \(exchange 1 of 1: "ready"\); nothing came$/,
  ],
  [
    'wants a certificate of ours, and says so when TLS 1.3 is agreed upon',
    () => tlsServer({ requestCert: true, ca: tlsFixture('root') }, () => undefined),
    /^tls: HOST does not let us in without a certificate of ours that it accepts \(.*\); nothing came$/,
  ],
  [
    'floods over TLS',
    () => tlsServer({}, (socket) => flood(socket, 'x'.repeat(65_536))),
    /^too-large: \S+KiB came without "ready"/,
  ],
])('a server that %s', async (_, start, outcome) => {
  const asked = { tls: { ca: tlsFixture('root'), serverName: 'localhost' }, exchange: BANNER };
  expect(outcomeOf(await talk({ port: await start(), ...QUICK, ...asked }))).toMatch(outcome);
});

it('an answer before TLS is none of what is expected behind it', async () => {
  const port = await answering(
    (said) => (said.startsWith('EHLO') ? '250 STARTTLS\r\n' : '220 go\r\n250 ready\r\n'),
    '220 mx\r\n',
  );
  expect(outcomeOf(await talk({ port, starttls: 'smtp', exchange: BANNER, ...QUICK }))).toMatch(
    /^protocol: HOST sent 11 bytes more behind its answer to STARTTLS, before TLS began: that may be injected/,
  );
});

function tlsServer(options: TlsOptions, serve: Serve): Promise<number> {
  const credentials = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
  const server = createTlsServer({ ...credentials, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.resume();
    serve(socket);
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}
