import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { expect, it } from 'vitest';
import { listen, tcpServer, tlsFixture } from '../servers.ts';
import { outcomeOf, runTls } from './run-tls.ts';
import { certificatesIn, fixturePath, hasOpenssl } from './s-server.ts';

const CHAIN = { cert: tlsFixture('chain-middle'), key: tlsFixture('server-key') };
const QUICK = { timeout: '400ms', connectTimeout: '400ms' };
const record = (type: number, ...body: number[]) =>
  Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff, ...body]);
const times = (count: number, bytes: Buffer) => Buffer.concat(Array.from({ length: count }, () => bytes));
const WARNING = record(0x15, 1, 90);
const SERVER_HELLO = record(0x16, 2, 0, 0, 70, 3, 3, ...Array.from({ length: 20 }, () => 7));

/** What comes of a server that answers the first bytes of a client with these. */
const answering = (answer: string | Buffer, then: (socket: Socket) => void = () => undefined) =>
  tcpServer((socket) => {
    socket.once('data', () => {
      socket.write(answer);
      then(socket);
    });
  });

it.each<[what: string, start: () => Promise<number>, outcome: RegExp]>([
  ['says nothing', () => tcpServer(() => undefined), /^timeout: no answer within 400ms \(in the TLS handshake\)$/],
  [
    'closes at once',
    () => tcpServer((socket) => socket.end()),
    /^reset: connection closed by HOST \(in the TLS handshake\)$/,
  ],
  [
    'resets the connection',
    () => answering('', (socket) => socket.resetAndDestroy()),
    /^reset: connection reset by HOST \(in the TLS handshake\)$/,
  ],
  ['speaks HTTP', () => answering('HTTP/1.1 400 Bad Request\r\n\r\n'), /^tls: HOST does not speak TLS \(/],
  [
    'speaks SSH first',
    () => tcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
    /^tls: HOST does not speak TLS \(/,
  ],
  ['answers rubbish', () => answering(times(500, Buffer.from('\0rubbish\u00ff'))), /^tls: HOST does not speak TLS \(/],
  ['floods', () => tcpServer((socket) => flood(socket)), /^tls: HOST does not speak TLS \(/],
  ['sends half a hello and closes', () => answering(SERVER_HELLO, (socket) => socket.end()), /^(reset|tls): .*HOST/],
  [
    'sends half a hello and waits',
    () => answering(SERVER_HELLO),
    /^timeout: no answer within 400ms \(in the TLS handshake\)$/,
  ],
  ['drips its hello', () => meddler(drip), /^timeout: no answer within 400ms \(in the TLS handshake\)$/],
  ['sends warnings without end', () => answering(times(10_000, WARNING)), /^tls: .*HOST failed \(/],
  ['sends a fatal alert that there is not', () => answering(record(0x15, 2, 200)), /^(tls|timeout): /],
  ['sends empty records without end', () => answering(times(10_000, record(0x16))), /^(tls|timeout): /],
  ['sends changes of cipher without end', () => answering(times(10_000, record(0x14, 1))), /^(tls|timeout): /],
  [
    'sends a record that is too long',
    () => answering(Buffer.from([0x16, 3, 3, 0xff, 0xff, 1])),
    /^tls: TLS handshake with HOST failed \(data length too long\)$/,
  ],
  [
    'sends more certificates than anybody reads',
    () => tlsServer({ cert: CHAIN.cert + (certificatesIn('chain-middle')[1] ?? '').repeat(400) }),
    /^tls: TLS handshake with HOST failed \(excessive message size\)$/,
  ],
  ['sends a hundred certificates', () => tlsServer({ cert: CHAIN.cert + tlsFixture('root').repeat(100) }), /^OK$/],
  [
    'shows no certificate',
    () => tlsServer({ ciphers: 'aNULL@SECLEVEL=0', maxVersion: 'TLSv1.2' }),
    /^tls: TLS handshake with HOST failed \(/,
  ],
  ['closes after the handshake', () => tlsServer({}, (socket) => socket.end()), /^OK$/],
  ['floods after the handshake', () => tlsServer({}, (socket) => flood(socket)), /^OK$/],
])('a server that %s', async (_, start, outcome) => {
  const port = await start();
  const verdict = await runTls({ port, ...QUICK }, { protocol: '>= 1.0' });
  expect(outcomeOf(verdict)).toMatch(outcome);
});

it.each<[what: string, after: (socket: Socket) => void, outcome: RegExp]>([
  [
    'goes on in plain text',
    (socket) => setTimeout(() => socket.write('250 hello\r\n'), 30),
    /^tls: HOST does not speak TLS/,
  ],
  [
    'has an answer injected',
    (socket) => void socket.write('250 hello\r\n'),
    /^protocol: HOST sent 11 bytes more behind its answer to STARTTLS/,
  ],
  [
    'closes',
    (socket) => void setTimeout(() => socket.end(), 30),
    /^reset: connection closed by HOST \(in the TLS handshake\)$/,
  ],
  ['falls silent', () => undefined, /^timeout: no answer within 400ms \(in the TLS handshake\)$/],
])('a mail server that agrees to TLS and %s', async (_, after, outcome) => {
  const port = await tcpServer((socket) => {
    socket.write('220 mx\r\n');
    socket.on('data', (data) => {
      if (String(data).startsWith('EHLO')) socket.write('250 STARTTLS\r\n');
      if (!String(data).startsWith('STARTTLS')) return;
      socket.cork();
      socket.write('220 go\r\n');
      after(socket);
      process.nextTick(() => socket.uncork());
    });
  });
  expect(outcomeOf(await runTls({ port, starttls: 'smtp', ...QUICK }))).toMatch(outcome);
});

it.skipIf(!hasOpenssl)('a name with what a terminal obeys is made safe', async () => {
  const words = ['req', '-x509', '-key', fixturePath('server-key.pem'), '-utf8', '-days', '9', '-batch'];
  const subject = `/CN=\u001b[31mred\u202e${'x'.repeat(40)}/O=${'y'.repeat(60)}`;
  const cert = execFileSync('openssl', [...words, '-subj', subject], { encoding: 'utf8', stdio: 'pipe' });
  const verdict = await runTls({ port: await tlsServer({ cert }) }, { issuer: 'nobody', chain: 'complete' });

  expect(verdict.reason?.message).toContain('red');
  expect(JSON.stringify(verdict)).not.toMatch(/\\u001b|\u202e/);
});

it('a version that nobody can try is not one that is refused', async () => {
  const port = await meddler(passOn, (nth) => nth > 1);
  const verdict = await runTls({ port, timeout: '1s' }, { refuses: ['1.0'] });

  expect(outcomeOf(verdict)).toBe(
    'timeout: whether TLS 1.0 is refused is not known: no answer within 1s (in the TLS handshake)',
  );
  expect(verdict.certificate).toBeDefined();
});

it.each<[what: string, second: (client: Socket, data: Buffer) => void, outcome: RegExp]>([
  [
    'breaks off after the certificate',
    (client, data) => client.end(data),
    /^tls: TLS 1\.2 is spoken too, wanted a refusal$/,
  ],
  [
    'sends a record that is too long',
    (client) => void client.write(Buffer.from([0x16, 3, 3, 0xff, 0xff, 1])),
    /^tls: whether TLS 1\.2 is refused is not known: TLS handshake with HOST failed \(data length too long\)$/,
  ],
  ['resets the connection at once', (client) => client.resetAndDestroy(), /^OK$/],
  [
    'begins to answer and closes',
    (client) => client.end(SERVER_HELLO),
    /^reset: whether TLS 1\.2 is refused is not known: connection closed by HOST \(in the TLS handshake\)$/,
  ],
])('a server that %s when an old version is tried', async (_, second, outcome) => {
  const port = await meddler((data, client, nth) => (nth === 1 ? client.write(data) : second(client, data)));
  expect(outcomeOf(await runTls({ port }, { refuses: ['1.2'], protocol: '1.3' }))).toMatch(outcome);
});

it('a server without secure renegotiation is looked at all the same', async () => {
  const [cert = ''] = certificatesIn('chain-ends');
  const der = Buffer.from(cert.replace(/-----.*-----|\n/g, ''), 'base64');
  const message = (type: number, body: Buffer) => Buffer.concat([Buffer.from([type]), sized(3, body)]);
  const cipher = Buffer.from([0xc0, 0x2b, 0]);
  const hello = message(2, Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0]), cipher]));
  const certificate = message(11, sized(3, sized(3, der)));
  const port = await answering(
    Buffer.concat([record(0x16, ...hello), record(0x16, ...certificate), record(0x15, 2, 40)]),
  );
  const verdict = await runTls({ port, ...QUICK });

  expect(outcomeOf(verdict)).toMatch(/^tls: TLS handshake with HOST failed \(/);
  expect(verdict.certificate).toBeDefined();
});

/** Bytes behind their length. */
function sized(lengthBytes: number, body: Buffer): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(body.length, 0, lengthBytes);
  return Buffer.concat([length, body]);
}

const GOOD_STATUS = readFileSync(fixturePath('chain-middle-good.ocsp'));
/** As if it ended a year earlier. */
const FORGED = Buffer.from(GOOD_STATUS.toString('latin1').replace('2119', '2118'), 'latin1');

it.each<[what: string, status: Buffer, outcome: string]>([
  ['good', GOOD_STATUS, 'OK'],
  ['forged', FORGED, 'tls: the stapled OCSP status is not signed by the issuer that was sent, wanted good'],
  ['cut off', GOOD_STATUS.subarray(0, 300), 'tls: the stapled OCSP status cannot be read, wanted good'],
  ['rubbish', Buffer.from('rubbish'), 'tls: the stapled OCSP status cannot be read, wanted good'],
  ['too long', Buffer.alloc(17_000, 0x30), 'tls: the stapled OCSP status has 17000 bytes, wanted good'],
  [
    'an apology',
    Buffer.from([0x30, 3, 0x0a, 1, 3]),
    'tls: the stapled OCSP status says only that it is none (status 3), wanted good',
  ],
])('a stapled status that is %s', async (_, status, outcome) => {
  const port = await tlsServer({}, () => undefined, status);
  const later = () => new Date('2100-01-01T00:00:00Z');
  expect(outcomeOf(await runTls({ port }, { ocsp: 'good' }, { date: later }))).toBe(outcome);
});

function flood(socket: Socket): void {
  if (socket.destroyed) return;
  socket.write('x'.repeat(65_536), (error) => (error ? undefined : flood(socket)));
}

function tlsServer(
  options: TlsOptions,
  onConnection: (socket: Socket) => void = () => undefined,
  status?: Buffer,
): Promise<number> {
  const server = createServer({ ...CHAIN, ...options }, (socket) => {
    socket.on('error', () => undefined).resume();
    onConnection(socket);
  });
  server.on('tlsClientError', () => undefined);
  if (status !== undefined) server.on('OCSPRequest', (_cert, _issuer, done) => done(null, status));
  return listen(server);
}

type Pass = (data: Buffer, client: Socket, nth: number) => void;

const passOn: Pass = (data, client) => void client.write(data);

const drip: Pass = (data, client) => {
  let at = 0;
  const timer = setInterval(() => client.write(data.subarray(at, ++at)), 10);
  client.once('close', () => clearInterval(timer));
};

/** Hands what a healthy server says on as `pass` does. `isDeaf`: of the nth connection nothing gets through to that server. */
async function meddler(pass: Pass, isDeaf: (nth: number) => boolean = () => false): Promise<number> {
  const port = await tlsServer({});
  let nth = 0;
  return tcpServer((client) => {
    nth += 1;
    const connection = nth;
    if (isDeaf(connection)) return;
    const server = connect(port, '127.0.0.1');
    server.on('error', () => client.destroy());
    server.on('data', (data) => pass(data, client, connection));
    client.on('data', (data) => server.write(data));
    client.once('close', () => server.destroy());
  });
}
