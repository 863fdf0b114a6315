import type { ServerOptions as SecureServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { httpServer, httpsServer, tlsFixture } from '../../servers.ts';

const TRUSTED = { tls: { ca: tlsFixture('root') } };

it('accepts a certificate of a trusted authority and times the handshake', async () => {
  const { outcome, phases } = await runHttp(await httpsServer('good'), { http: TRUSTED, expect: { keyword: 'ok' } });
  expect(outcome).toBe('OK');
  expect(phases.tls).toBeGreaterThan(0);
});

it('compares the certificate with an address as with a name', async () => {
  const url = (await httpsServer('good')).replace('localhost', '127.0.0.1');
  expect((await runHttp(url, { http: TRUSTED })).outcome).toBe('OK');
});

it.each([
  ['expired', 'certificate of HOST expired on 2025-01-31'],
  ['early', 'certificate of HOST is not valid before 2119-01-01'],
  ['self-signed', 'certificate of HOST is self-signed (self.example)'],
  ['wrong-host', 'certificate of HOST is for a.example, *.b.example, not for localhost'],
  [
    'incomplete',
    'certificate chain of HOST is incomplete, or its authority is not trusted (issued by Rollcall Test Intermediate)',
  ],
])('refuses a certificate that is %s, before anything is sent', async (certificate, message) => {
  let requests = 0;
  const url = await httpsServer(certificate, (_, response) => {
    requests += 1;
    response.end();
  });
  const { reason, status } = await runHttp(url, { http: TRUSTED });
  expect(reason).toEqual({ code: 'tls', message: message.replace('HOST', new URL(url).host) });
  expect({ status, requests }).toEqual({ status: null, requests: 0 });
});

it('refuses an authority that nobody named', async () => {
  const { reason } = await runHttp(await httpsServer('good'));
  expect(reason?.code).toBe('tls');
  expect(reason?.message).toMatch(/its authority is not trusted \(issued by Rollcall Test Root\)$/);
});

it.each(['expired', 'self-signed', 'wrong-host', 'incomplete'])('takes one that is %s when told to', async (name) => {
  expect((await runHttp(await httpsServer(name), { http: { tls: { insecure: true } } })).outcome).toBe('OK');
});

it('says when the other side does not speak TLS', async () => {
  const url = await httpServer((_, response) => response.end());
  const { reason } = await runHttp(url.replace('http:', 'https:'));
  const host = new URL(url).host;
  expect(reason).toEqual({ code: 'tls', message: `${host} does not speak TLS (wrong version number)` });
});

it('makes a whole handshake for each check', async () => {
  const resumed: boolean[] = [];
  const url = await httpsServer('good', (request, response) => {
    resumed.push((request.socket as unknown as { isSessionReused(): boolean }).isSessionReused());
    response.end();
  });
  for (let i = 0; i < 3; i += 1) await runHttp(url, { http: TRUSTED });
  expect(resumed).toEqual([false, false, false]);
});

it('calls an unreadable authority a setting at fault', async () => {
  const { reason } = await runHttp(await httpsServer('good'), {
    http: { tls: { ca: 'not a certificate', key: 'nor a key' } },
  });
  expect(reason?.code).toBe('config');
  expect(reason?.message).toMatch(/^certificate or key in http\.tls cannot be read \(/);
});

describe('a server that asks who we are', () => {
  const OURS = { cert: tlsFixture('client'), key: tlsFixture('client-key') };
  const asking = (tls: SecureServerOptions = {}) =>
    httpsServer(
      'good',
      (request, response) => {
        const { subject } = (request.socket as unknown as TLSSocket).getPeerCertificate();
        response.end(`hello ${subject?.CN}`);
      },
      { requestCert: true, ca: OURS.cert, ...tls },
    );

  it('is shown the certificate of the check', async () => {
    const http = { tls: { ...TRUSTED.tls, ...OURS } };
    expect((await runHttp(await asking(), { http, expect: { keyword: 'hello client.example' } })).outcome).toBe('OK');
  });

  it('lets nobody in without one', async () => {
    const url = await asking();
    const { reason } = await runHttp(url, { http: TRUSTED });
    const { host } = new URL(url);
    expect(reason?.code).toBe('tls');
    expect(reason?.message).toMatch(`${host} does not let us in without a certificate of ours that it accepts (`);
  });

  it.each([{}, OURS])('lets nobody in by TLS 1.2 without one that it accepts', async (ours) => {
    let requests = 0;
    const url = await httpsServer('good', () => (requests += 1), {
      requestCert: true,
      ca: tlsFixture('root'),
      maxVersion: 'TLSv1.2',
    });
    const { outcome, reason } = await runHttp(url, { http: { tls: { ...TRUSTED.tls, ...ours } } });
    expect({ outcome, requests }).toEqual({ outcome: 'NG', requests: 0 });
    expect(['tls', 'reset']).toContain(reason?.code);
  });

  it('is not asked with a key that belongs to another certificate', async () => {
    const tls = { cert: OURS.cert, key: tlsFixture('server-key') };
    const { reason } = await runHttp(await asking(), { http: { tls } });
    expect(reason?.code).toBe('config');
  });
});

it('reads the certificate for a check that asks for its days, whether it is accepted or not', async () => {
  const asking = { http: TRUSTED, metrics: ['certificateDays'] } as const;
  const accepted = await runHttp(await httpsServer('good'), asking);
  expect(accepted.certificate?.daysLeft).toBeGreaterThan(0);
  expect(accepted.metrics).toEqual(['certificateDays']);
  const refused = await runHttp(await httpsServer('expired'), asking);
  expect(refused.certificate?.daysLeft).toBeLessThan(0);
  expect(await runHttp(await httpsServer('good'), { http: TRUSTED })).not.toHaveProperty('certificate');
});
