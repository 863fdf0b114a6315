import { createServer } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { expect, it, onTestFinished } from 'vitest';
import { listen, tlsFixture } from '../servers.ts';
import { traced } from '../traced.ts';
import { type Asked, outcomeOf, talk, talkCheck } from './talk.ts';

const TRUSTED = { ca: tlsFixture('root'), serverName: 'localhost' };

/** Answers PING with +PONG over TLS, and says who came with which name and ALPN. */
function pongServer(certificate = 'good'): Promise<number> {
  const options = { cert: tlsFixture(certificate), key: tlsFixture('server-key'), ALPNProtocols: ['http/1.1'] };
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (String(data) === 'PING\r\n') socket.write('+PONG\r\n');
      else socket.write(`${(socket as { servername?: string }).servername} ${socket.alpnProtocol}\r\n`);
    });
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

it.each<[string, Asked, string, RegExp]>([
  ['with a good certificate', { tls: TRUSTED }, 'good', /^OK$/],
  ['and nothing is said', { tls: TRUSTED, exchange: undefined }, 'good', /^OK$/],
  ['with any certificate, where that is written', { tls: { insecure: true } }, 'expired', /^OK$/],
  ['with one that has ended', { tls: TRUSTED }, 'expired', /^tls: certificate of HOST expired on/],
  [
    'with one for another name',
    { tls: { ca: TRUSTED.ca, serverName: 'other.example' } },
    'good',
    /^tls: certificate of other\.example:\d+ is for .*, not for other\.example/,
  ],
  ['with one of an authority that nobody knows', { tls: true }, 'good', /^tls: .*not trusted/],
  ['with the end of our side', { tls: TRUSTED, end: true }, 'good', /^OK$/],
])('an exchange over TLS %s', async (_, asked, certificate, outcome) => {
  const port = await pongServer(certificate);
  expect(outcomeOf(await talk({ port, exchange: [{ send: 'PING\r\n', expect: '+PONG' }], ...asked }))).toMatch(outcome);
});

it('asks for the name, and for no protocol of HTTP', async () => {
  const exchange: Asked['exchange'] = [{ send: 'who', expect: 'localhost false\r\n' }];
  expect(outcomeOf(await talk({ port: await pongServer(), tls: TRUSTED, exchange }))).toBe('OK');
});

it('shows the certificate where its days are measured, and the time of the handshake', async () => {
  const verdict = await talk({ port: await pongServer(), tls: TRUSTED }, { metrics: ['certificateDays'] });

  expect(verdict).toMatchObject({ outcome: 'OK', certificate: { daysLeft: expect.any(Number) } });
  expect(verdict.phases.tls).toBeGreaterThanOrEqual(0);
});

it('asks a mail server for TLS, and talks behind it', async () => {
  const server = new SMTPServer({
    cert: tlsFixture('good'),
    key: tlsFixture('server-key'),
    authOptional: true,
  });
  server.on('error', () => undefined);
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const port = await new Promise<number>((resolve) => {
    const { server: net } = server;
    server.listen(0, '127.0.0.1', () => resolve((net.address() as { port: number }).port));
  });
  const exchange: Asked['exchange'] = [
    { send: 'EHLO me\r\n', expect: { matches: '(?m)^250 ' } },
    { send: 'QUIT\r\n', expect: '221 ' },
  ];
  const asked = { port, starttls: 'smtp', tls: TRUSTED, exchange } as const;
  const { verdict, text } = await traced(talkCheck(asked));

  expect(outcomeOf(verdict)).toBe('OK');
  expect(text).toContain('> EHLO me');
  expect(outcomeOf(await talk({ ...asked, tls: true }))).toMatch(/^tls: .*not trusted/);
});
