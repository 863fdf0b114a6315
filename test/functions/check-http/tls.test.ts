import { expect, it } from 'vitest';
import { runHttp } from '../checks.ts';
import { httpServer, httpsServer, tlsFixture } from '../servers.ts';

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
