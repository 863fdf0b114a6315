import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it, onTestFinished } from 'vitest';
import { tlsFixture } from '../servers.ts';
import { outcomeOf, runTls } from './run-tls.ts';

/** A real mail server, of smtp-server. */
function mailServer(options: SMTPServerOptions): Promise<number> {
  const certificates = { cert: tlsFixture('chain-middle'), key: tlsFixture('server-key') };
  const server = new SMTPServer({ ...certificates, authOptional: true, ...options });
  server.on('error', () => undefined);
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return new Promise((resolve) => {
    const { server: net } = server;
    server.listen(0, '127.0.0.1', () => resolve((net.address() as { port: number }).port));
  });
}

it.each<[what: string, options: SMTPServerOptions, outcome: string | RegExp]>([
  ['with STARTTLS', {}, 'OK'],
  ['without STARTTLS', { hideSTARTTLS: true }, /^answer: HOST does not offer STARTTLS \(it answered "250-/],
  ['that knows no STARTTLS', { disabledCommands: ['STARTTLS'] }, /^answer: HOST does not offer STARTTLS/],
  ['whose certificate ended', { cert: tlsFixture('expired') }, 'tls: certificate of HOST expired on 2025-01-31'],
  [
    'that sends people away',
    { onConnect: (_session, done) => done(Object.assign(new Error('no room'), { responseCode: 421 })) },
    'answer: HOST greets with "421 no room", wanted 220',
  ],
])('a mail server %s', async (_, options, outcome) => {
  const ca = tlsFixture('chain-root') + tlsFixture('root');
  const verdict = await runTls({ port: await mailServer(options), starttls: 'smtp', ca }, { chain: 'complete' });
  expect(outcomeOf(verdict)).toEqual(typeof outcome === 'string' ? outcome : expect.stringMatching(outcome));
});

it('a mail server that speaks TLS from the start', async () => {
  const port = await mailServer({ secure: true });
  expect(outcomeOf(await runTls({ port }))).toBe('OK');
  expect(outcomeOf(await runTls({ port, starttls: 'smtp', timeout: '300ms', connectTimeout: '300ms' }))).toBe(
    'timeout: no answer within 300ms (waiting for the smtp greeting)',
  );
});
