import type { LookupFunction } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { onLambda } from '#core/address/address-policy.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { runHttp, runTcp, tcpCheck } from '../checks.ts';
import { httpServer, tcpServer } from '../servers.ts';

/** Loopback is open, for want of another target; what is private stays closed. */
const addresses = onLambda({ allowLoopback: true, runtimeApi: '127.0.0.1:9001' });
const LAMBDA = { addresses: onLambda({ allowLoopback: false, runtimeApi: '127.0.0.1:9001' }) };

/** A name server whose answers change: each look-up takes the next. */
function answers(...each: readonly (readonly string[])[]): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, { all }, done) => {
    const found = (each[asked.length] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    asked.push(host);
    if (all) process.nextTick(done, null, found);
    else process.nextTick(done, null, found[0]?.address ?? '', found[0]?.family);
  };
  return Object.assign(lookup, { asked });
}

function blocked({ outcome, reason }: Verdict): string | undefined {
  expect({ outcome, code: reason?.code }).toEqual({ outcome: 'NG', code: 'blocked' });
  return reason?.message;
}

describe('a check on Lambda', () => {
  it('does not connect to loopback, however that is written', async () => {
    let connections = 0;
    const port = await tcpServer(() => {
      connections += 1;
    });
    const hosts = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0.0.0.0', '0', '[::1]', '[::]'];
    const more = [
      'localhost',
      'LocalHost.',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '①②⑦.0.0.1',
      '127。0。0。1',
      '%31%32%37.0.0.1',
    ];
    for (const host of [...hosts, ...more]) {
      expect(blocked(await runHttp(`http://${host}:${port}/`, {}, LAMBDA)), host).toMatch(/never allowed from Lambda$/);
    }
    // What a URL would have normalised is left to the system's resolver here.
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0',
      '::1',
      '::',
      'localhost',
    ]) {
      expect(blocked(await runTcp(tcpCheck({ host, port }), LAMBDA)), host).toMatch(/never allowed from Lambda$/);
    }
    expect(connections).toBe(0);
  });

  it('does not connect to a private address behind a name', async () => {
    const lookup = answers(['10.0.0.5']);
    const message = 'db.example resolves to 10.0.0.5, a private address; set allowPrivate: true to check it';
    expect(blocked(await runHttp('http://db.example/', {}, { addresses, lookup }))).toBe(message);
    expect(
      blocked(await runTcp(tcpCheck({ host: 'db.example', port: 80 }), { addresses, lookup: answers(['10.0.0.5']) })),
    ).toBe(message);
  });

  it('does not connect when any address of a name is private, whichever comes first', async () => {
    let connections = 0;
    const port = await tcpServer(() => {
      connections += 1;
    });
    for (const found of [
      ['127.0.0.1', '10.0.0.5'],
      ['10.0.0.5', '127.0.0.1'],
      ['127.0.0.1', 'fd00::1'],
    ]) {
      blocked(await runHttp(`http://mixed.example:${port}/`, {}, { addresses, lookup: answers(found) }));
    }
    expect(connections).toBe(0);
  });

  it('connects to the very address that was looked at', async () => {
    const url = new URL(await httpServer((_, response) => response.end('ok')));
    const lookup = answers(['127.0.0.1'], ['10.0.0.5'], ['10.0.0.5']);
    const { outcome } = await runHttp(`http://rebind.example:${url.port}/`, {}, { addresses, lookup });
    expect({ outcome, asked: lookup.asked }).toEqual({ outcome: 'OK', asked: ['rebind.example'] });
  });

  it('looks again after a redirect, also to the same name', async () => {
    const url = new URL(await httpServer((_, response) => response.writeHead(302, { location: '/again' }).end()));
    const lookup = answers(['127.0.0.1'], ['10.0.0.5']);
    const verdict = await runHttp(`http://rebind.example:${url.port}/`, { http: { follow: 5 } }, { addresses, lookup });
    expect(blocked(verdict)).toMatch(/^rebind\.example resolves to 10\.0\.0\.5, a private address/);
  });

  it.each([
    'http://10.0.0.5/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://0xa9fea9fe/',
    'http://user:password@192.168.0.1/',
    '//10.0.0.5/',
    '\\\\10.0.0.5\\',
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
  ])('does not follow a redirect to %s', async (location) => {
    const url = await httpServer((_, response) => response.writeHead(307, { location }).end());
    blocked(await runHttp(url, { http: { follow: 5 } }, { addresses }));
  });

  it('connects to private addresses when the check allows it, wherever it is led', async () => {
    // Loopback stands for a private network, which no test machine has.
    const may = { ...LAMBDA.addresses.may, loopback: 'allowPrivate' } as const;
    const effects = { addresses: { ...LAMBDA.addresses, may } };
    const url = await httpServer((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/next' });
      response.end();
    });
    const port = Number(new URL(url).port);
    const tcp = { host: '127.0.0.1', port };
    expect((await runHttp(url, { http: { follow: 1, allowPrivate: true } }, effects)).outcome).toBe('OK');
    expect((await runTcp(tcpCheck({ ...tcp, allowPrivate: true }), effects)).outcome).toBe('OK');
    expect(blocked(await runHttp(url, { http: { follow: 1 } }, effects))).toMatch(
      /set allowPrivate: true to check it$/,
    );
    expect(blocked(await runTcp(tcpCheck(tcp), effects))).toMatch(/set allowPrivate: true to check it$/);
  });

  it('connects to nothing else because the check allows private addresses', async () => {
    for (const host of ['127.0.0.1', '169.254.169.254', '169.254.1.1', '[fd00:ec2::254]', '[fe80::1]']) {
      const verdict = await runHttp(`http://${host}/`, { http: { allowPrivate: true } }, LAMBDA);
      expect(blocked(verdict), host).toMatch(/never allowed from Lambda$/);
    }
  });

  it('guards the proxy, the pinned address and the target that a proxy is asked for', async () => {
    const proxy = await httpServer((_, response) => response.end('through'));
    const there = { addresses };
    expect(blocked(await runHttp('http://a.example/', { http: { proxy } }, LAMBDA))).toMatch(/^proxy: 127\.0\.0\.1 is/);
    expect(blocked(await runHttp('http://10.0.0.5/', { http: { proxy } }, there))).toMatch(/^10\.0\.0\.5 is a private/);
    expect(blocked(await runHttp('https://169.254.169.254/', { http: { proxy } }, there))).toMatch(/^169\.254/);
    expect((await runHttp('http://a.example/', { http: { proxy } }, there)).outcome).toBe('OK');
    const pinned = [{ host: 'a.example', port: 80, address: '10.0.0.5' }];
    expect(blocked(await runHttp('http://a.example/', { http: { pins: pinned } }, there))).toMatch(/^10\.0\.0\.5 is/);
    const moved = [{ host: '', port: 0, toHost: 'localhost', toPort: 80 }];
    expect(blocked(await runHttp('http://a.example/', { http: { pins: moved } }, LAMBDA))).toMatch(/^localhost is/);
  });

  it('guards the endpoint that gives out tokens', async () => {
    const url = await httpServer((_, response) => response.end('ok'));
    const client = { clientId: 'guarded', clientSecret: 's', scopes: [] };
    const auth = { scheme: 'oauth2', tokenUrl: 'http://10.0.0.5/token', ...client } as const;
    expect(blocked(await runHttp(url, { http: { auth } }, { addresses }))).toMatch(/10\.0\.0\.5 is a private address/);
  });

  it('asks the resolver for one family when the check wants one, and looks at that answer too', async () => {
    const verdict = await runHttp(
      'http://a.example/',
      { http: { family: 4 } },
      { addresses, lookup: answers(['10.0.0.5']) },
    );
    expect(blocked(verdict)).toMatch(/^a\.example resolves to 10\.0\.0\.5/);
  });
});

it.each(['http', 'tcp'])('the handler of %s checks is guarded, with nothing set', async (kind) => {
  vi.resetModules();
  const { handler } = await import(`#functions/check-${kind}/handler.ts`);
  const check =
    kind === 'tcp' ? tcpCheck({ host: '127.0.0.1', port: 1 }) : { ...tcpCheck({ host: '', port: 1 }), ...HTTP };
  const verdict = await handler({ check, previous: { attempts: 0 } });
  expect(blocked(verdict)).toBe('127.0.0.1 is a loopback address, never allowed from Lambda');
});

const HTTP = {
  kind: 'http',
  target: { url: 'http://127.0.0.1:1/', method: 'GET', headers: [], query: [], body: null, follow: 0 },
  expect: { status: [], keyword: null, absent: null, latencyMs: null, headers: [] },
};

describe('a name below localhost', () => {
  it('is this machine, whatever a name server would say', async () => {
    const url = await httpServer((_, response) => response.end('ok'));
    const { port } = new URL(url);
    const lookup = answers(['203.0.113.1']);

    for (const host of ['app.localhost', 'a.b.LOCALHOST'])
      expect(await runHttp(`http://${host}:${port}/`, {}, { lookup }), host).toMatchObject({ outcome: 'OK' });
    expect(lookup.asked).toEqual([]);
  });

  it('is not connected to from Lambda', async () => {
    expect(blocked(await runHttp('http://app.localhost:1/', {}, LAMBDA))).toMatch(/never allowed from Lambda$/);
  });
});
