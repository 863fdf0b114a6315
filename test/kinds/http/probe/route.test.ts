import { describe, expect, it } from 'vitest';
import { onLambda } from '#core/address/address-policy.ts';
import type { HttpPin, HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer, httpsServer, tlsFixture } from '../../servers.ts';

const PORT = 8443;

async function hostServer(): Promise<{ port: number; seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = [];
  const url = await httpServer((request, response) => {
    seen.push(request.headers.host);
    response.end();
  });
  return { port: Number(new URL(url).port), seen };
}

describe('a pinned address', () => {
  it.each<[what: string, pins: (port: number) => HttpPin[]]>([
    ['another port', (port) => [{ host: 'api.example', port: PORT, toHost: '127.0.0.1', toPort: port }]],
    ['any host', (port) => [{ host: '', port: PORT, toHost: '127.0.0.1', toPort: port }]],
    ['any port', (port) => [{ host: 'API.example', port: 0, toHost: '127.0.0.1', toPort: port }]],
    [
      'a name that is pinned in turn',
      (port) => [
        { host: 'other.example', port, address: '127.0.0.1' },
        { host: 'api.example', port: PORT, toHost: 'other.example', toPort: port },
      ],
    ],
    [
      'the first that fits',
      (port) => [
        { host: 'api.example', port: 1, toHost: '127.0.0.9', toPort: 1 },
        { host: 'api.example', port: PORT, toHost: '127.0.0.1', toPort: port },
        { host: 'api.example', port: PORT, toHost: '127.0.0.9', toPort: 1 },
      ],
    ],
  ])('is connected to, while the request names the host: %s', async (_, pins) => {
    const { port, seen } = await hostServer();
    const { outcome } = await runHttp(`http://api.example:${PORT}`, { http: { pins: pins(port) } });
    expect({ outcome, seen }).toEqual({ outcome: 'OK', seen: [`api.example:${PORT}`] });
  });

  it('is taken for the name, port kept', async () => {
    const { port, seen } = await hostServer();
    const pins = [{ host: 'api.example', port, address: '127.0.0.1' }];
    expect((await runHttp(`http://api.example:${port}`, { http: { pins } })).outcome).toBe('OK');
    expect(seen).toEqual([`api.example:${port}`]);
  });

  it('must show the certificate of the name', async () => {
    let name: string | false | null | undefined;
    const url = await httpsServer('wrong-host', (request, response) => {
      name = (request.socket as unknown as { servername: string | false | null }).servername;
      response.end();
    });
    const { port } = new URL(url);
    const tls = { ca: tlsFixture('root') };
    const pin = { port: Number(port), address: '127.0.0.1' };
    const good = await runHttp(`https://a.example:${port}`, { http: { tls, pins: [{ host: 'a.example', ...pin }] } });
    expect({ outcome: good.outcome, name }).toEqual({ outcome: 'OK', name: 'a.example' });
    const bad = await runHttp(`https://c.example:${port}`, { http: { tls, pins: [{ host: 'c.example', ...pin }] } });
    expect(bad.reason?.message).toBe(
      `certificate of c.example:${port} is for a.example, *.b.example, not for c.example`,
    );
  });

  it('that refuses is told with the name', async () => {
    const pins = [{ host: 'api.example', port: 80, toHost: '127.0.0.1', toPort: 1 }];
    const { reason } = await runHttp('http://api.example', { http: { pins } });
    expect(reason).toEqual({
      code: 'refused',
      message: 'connection refused by api.example:80 (pinned to 127.0.0.1:1)',
    });
  });
});

describe('a family of addresses', () => {
  it.each([
    ['http://127.0.0.1:1', 6, '127.0.0.1 is no IPv6 address, wanted IPv6 only'],
    ['http://[::1]:1', 4, '::1 is no IPv4 address, wanted IPv4 only'],
  ] as const)('is held to: %s by IPv%i', async (url, family, message) => {
    expect((await runHttp(url, { http: { family } })).reason).toEqual({ code: 'dns', message });
  });

  it('is what a name is asked for', async () => {
    const asked: unknown[] = [];
    const { port } = await hostServer();
    const { reason } = await runHttp(
      `http://api.example:${port}`,
      { http: { family: 6 } },
      {
        lookup: (_, options, done) => {
          asked.push(options.family);
          done(Object.assign(new Error('none'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), []);
        },
      },
    );
    expect(asked).toEqual([6]);
    expect(reason).toEqual({ code: 'dns', message: 'name does not resolve to an IPv6 address: api.example' });
  });
});

describe('on Lambda', () => {
  const addresses = onLambda({ allowLoopback: false, runtimeApi: '127.0.0.1:9001' });
  const oauth2 = {
    scheme: 'oauth2',
    tokenUrl: 'http://127.0.0.1:1',
    clientId: 'a',
    clientSecret: 'b',
    scopes: [],
  } as const;

  it.each<[string, Partial<HttpRequest>]>([
    ['a pinned address', { pins: [{ host: 'api.example', port: 80, address: '127.0.0.1' }] }],
    ['another way to write one', { pins: [{ host: 'api.example', port: 80, address: '127.1' }] }],
    ['another host', { pins: [{ host: '', port: 0, toHost: '127.0.0.1', toPort: 0 }] }],
    ['a proxy', { proxy: 'http://127.0.0.1:1' }],
    ['a token endpoint', { auth: oauth2 }],
  ])('%s is looked at like any other', async (_, http) => {
    const { reason } = await runHttp('http://api.example', { http }, { addresses });
    expect(reason?.code).toBe('blocked');
    expect(reason?.message).toMatch(/127\.0\.0\.1 is |127\.1 resolves to 127\.0\.0\.1/);
  });
});
