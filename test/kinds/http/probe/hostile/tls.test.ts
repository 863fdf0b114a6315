import { connect, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { type HttpOverrides, runHttp } from '../../../checks.ts';
import { tlsFixture } from '../../../servers.ts';
import { flood, type Hostile, OK, say, serve } from './serving.ts';

const GOOD = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
const OLD = { ...GOOD, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const FINE = say(`${OK}Content-Length: 4\r\n\r\nfine`);
const DEMANDING = { ...GOOD, ca: tlsFixture('root'), requestCert: true, rejectUnauthorized: true };

async function check(hostile: Pick<Hostile, 'serve' | 'tls'>, through = (port: number) => Promise.resolve(port)) {
  const { host, close } = await serve(hostile);
  onTestFinished(close);
  const port = await through(Number(host.split(':')[1]));
  const limits: HttpOverrides = { timeoutMs: 2_000, connectTimeoutMs: 2_000 };
  const { reason } = await runHttp(`https://localhost:${port}`, {
    ...limits,
    http: { tls: { ca: tlsFixture('root') } },
  });
  return { code: reason?.code, message: reason?.message.replaceAll(`localhost:${port}`, 'HOST') };
}

it.each<[what: string, tls: TlsOptions, message: RegExp]>([
  ['speaks TLS 1.1 at most', OLD, /^TLS handshake with HOST failed \(.*(version|protocol).*\)$/],
  ['demands a certificate in TLS 1.2', { ...DEMANDING, maxVersion: 'TLSv1.2' }, /HOST.*(certificate|handshake)/],
  ['demands a certificate in TLS 1.3', DEMANDING, /HOST.*certificate/],
  [
    'has no cipher in common',
    { ...GOOD, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA@SECLEVEL=0' },
    /^TLS handshake with HOST failed/,
  ],
])('a server that %s is told as a fault of TLS', async (_, tls, message) => {
  const { code, message: told } = await check({ serve: FINE, tls });
  expect({ code, told }).toEqual({ code: 'tls', told: expect.stringMatching(message) });
});

it('a server that answers the handshake with a flood does not speak TLS', async () => {
  const { code, message } = await check({ serve: flood('', 'not a record of TLS at all ') });
  expect({ code, message }).toEqual({ code: 'tls', message: expect.stringMatching(/^HOST does not speak TLS \(/) });
});

it('rubbish between the records of TLS ends the check', async () => {
  const { code, message } = await check({ serve: FINE, tls: GOOD }, (port) => meddler(port));
  expect({ code, message }).toEqual({ code: 'tls', message: expect.stringMatching(/HOST/) });
});

/** Passes a connection on, and once the handshake is over puts bytes between what the server says. */
async function meddler(port: number): Promise<number> {
  const { host, close } = await serve({
    serve(client: Socket) {
      const server = connect(port, '127.0.0.1');
      server.on('error', () => client.destroy());
      let asked = 0;
      client.on('data', (data) => {
        asked += 1;
        // The hello, then the end of the handshake and the request.
        if (asked === 1) server.write(data);
        else client.write('rubbish between the records');
      });
      client.on('close', () => server.destroy());
      server.on('data', (data) => client.write(data));
    },
  });
  onTestFinished(close);
  return Number(host.split(':')[1]);
}
