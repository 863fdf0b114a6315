import { setServers } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { onLambda } from '#core/address/address-policy.ts';
import { httpsServer, tlsFixture } from '../servers.ts';
import { runDns } from './checks.ts';
import {
  a,
  answer,
  type Behaviour,
  cname,
  dnsServer,
  plain,
  queryIn,
  serve,
  streamServer,
  udpServer,
} from './servers.ts';

const CA = { ca: tlsFixture('root') };
const CERTIFIED = { key: tlsFixture('server-key'), cert: tlsFixture('good') };
const two: Behaviour = (query) => [answer(query, [a('ok.test', '192.0.2.1', 30), a('ok.test', '192.0.2.2', 60)])];
const flags =
  (bits: number): Behaviour =>
  (query) => [answer(query, [a('ok.test', '192.0.2.1')], { flags: bits })];
const code =
  (rcode: number): Behaviour =>
  (query) => [answer(query, [], { flags: rcode })];
const zone = (serial: number) => ({ mname: 'ns.test', rname: 'h.test', serial });
const LAMBDA = { addresses: onLambda({ allowLoopback: false, runtimeApi: '' }) };

describe('an answer', () => {
  it.each([
    ['is OK with any record', two, {}, null],
    ['is OK with all records, in any order', two, { records: ['192.0.2.2', '192.0.2.1'] }, null],
    ['is NG with one too many', two, { records: ['192.0.2.1'] }, 'A is "192.0.2.1", "192.0.2.2", wanted "192.0.2.1"'],
    [
      'is NG with one missing',
      plain,
      { records: ['192.0.2.1', '192.0.2.2'] },
      'A is "192.0.2.1", wanted "192.0.2.1", "192.0.2.2"',
    ],
    ['is OK with one among others', two, { includes: ['192.0.2.2'] }, null],
    ['is NG without it', plain, { includes: ['192.0.2.2'] }, 'A is "192.0.2.1", wanted "192.0.2.2" among them'],
    [
      'is NG with what must not be',
      two,
      { excludes: ['192.0.2.2'] },
      'A is "192.0.2.1", "192.0.2.2", wanted without "192.0.2.2"',
    ],
    ['is OK where each pattern is matched by one', two, { matches: ['^192\\.0\\.2\\.1$', '2$'] }, null],
    ['is NG where one is not', two, { matches: ['^10\\.'] }, 'A is "192.0.2.1", "192.0.2.2", none matches "^10\\."'],
    ['is NG with a low TTL', two, { ttl: { is: '>=', seconds: 60 } }, 'TTL 30s of "192.0.2.1", wanted >= 1m'],
    ['is NG with a high one', two, { ttl: { is: '<', seconds: 60 } }, 'TTL 60s of "192.0.2.2", wanted < 1m'],
    ['is OK at the limit', two, { ttl: { is: '<=', seconds: 60 } }, null],
    ['is OK with the number of records', two, { count: 2 }, null],
    ['is NG with another', two, { count: 1 }, '2 records of type A, wanted 1'],
    ['is NG with too many', two, { count: { less: 2 } }, '2 records of type A, wanted less than 2'],
    ['is NG with too few', two, { count: { greater: 2 } }, '2 records of type A, wanted more than 2'],
    ['is NG without records', code(0), {}, 'no records of type A for ok.test (NOERROR)'],
    [
      'is NG without them where a few are expected',
      code(0),
      { count: { less: 9 } },
      'no records of type A for ok.test (NOERROR)',
    ],
    ['is OK where none is expected', code(0), { count: 0 }, null],
    ['is NG where none is expected and there is one', plain, { count: 0 }, '1 record of type A, wanted 0'],
    ['is NG: NXDOMAIN', code(3), {}, 'NXDOMAIN, wanted NOERROR'],
    ['is OK: NXDOMAIN is wanted', code(3), { rcode: 3 }, null],
    ['is NG: NXDOMAIN is wanted, and there is an answer', plain, { rcode: 3 }, 'NOERROR, wanted NXDOMAIN'],
    ['is NG: SERVFAIL', code(2), {}, 'SERVFAIL, wanted NOERROR'],
    ['is NG: REFUSED', code(5), {}, 'REFUSED, wanted NOERROR'],
    ['is NG: a code without a name', code(9), {}, 'response code 9, wanted NOERROR'],
    ['is OK: authoritative', flags(0x0400), { authoritative: true }, null],
    ['is NG: not authoritative', flags(0), { authoritative: true }, 'authoritative answer (AA) is not set, wanted set'],
    [
      'is NG: authoritative',
      flags(0x0400),
      { authoritative: false },
      'authoritative answer (AA) is set, wanted not set',
    ],
    ['is OK: authentic', flags(0x0020), { authentic: true }, null],
    ['is NG: not authentic', flags(0), { authentic: true }, 'authentic data (AD) is not set, wanted set'],
    [
      'is NG for all that is wrong',
      flags(0),
      { records: ['192.0.2.9'], authentic: true },
      'A is "192.0.2.1", wanted "192.0.2.9"; authentic data (AD) is not set, wanted set',
    ],
  ] as const)('%s', async (_, behaviour, wanted, message) => {
    const verdict = await runDns(await dnsServer(behaviour), {}, { expect: wanted as never });

    expect(verdict.reason?.message ?? null).toBe(message);
    expect(verdict.reason?.code ?? 'answer').toBe('answer');
  });

  it('is seen with its phases, its records and a command', async () => {
    const port = await dnsServer(two);
    const verdict = await runDns(port, { recursion: false }, { expect: { count: 9 } });

    expect(verdict).toMatchObject({ kind: 'dns', status: null, seen: { rcode: 'NOERROR', records: 2 } });
    expect(verdict.phases).toMatchObject({ dns: null, connect: null, tls: null, download: 0 });
    expect(verdict.phases.firstByte).toBeGreaterThan(0);
    expect(verdict.excerpt).toBe('30 A 192.0.2.1 | 60 A 192.0.2.2');
    expect(verdict.curl).toBe(`dig @127.0.0.1 -p ${port} ok.test A +norecurse`);
  });

  it('is to the question as it was put', async () => {
    const asked: Buffer[] = [];
    const port = await dnsServer((query) => {
      asked.push(query.raw);
      return [answer(query)];
    });
    await runDns(port, { recursion: false });
    await runDns(port, { name: '2001:DB8::1', type: 'PTR' }, { expect: { authentic: true } });

    expect(asked.map((raw) => raw.readUInt16BE(2))).toEqual([0x0000, 0x0120]);
    expect(queryIn(asked[1] ?? Buffer.alloc(0)).name).toBe(`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`);
    expect(asked[0]?.subarray(-11).toString('hex')).toBe('00002904d0000000000000');
  });

  it('is followed along its aliases', async () => {
    const port = await dnsServer((query) => [
      answer(query, [
        a('c.test', '192.0.2.7'),
        cname('b.test', 'C.test'),
        a('x.test', '6.6.6.6'),
        cname('OK.test', 'b.test'),
      ]),
    ]);
    const verdict = await runDns(port, {}, { expect: { records: ['192.0.2.7'] } });

    expect(verdict).toMatchObject({ outcome: 'OK', seen: { records: 1, aliases: 2 } });
  });

  it('is NG where an alias leads nowhere, which it names', async () => {
    const port = await dnsServer((query) => [answer(query, [cname('ok.test', 'b.test')])]);
    expect((await runDns(port)).reason?.message).toBe(
      'no records of type A for ok.test, which is an alias of b.test. (NOERROR)',
    );
  });

  it('says what the server says of its error', async () => {
    const words = Buffer.concat([Buffer.from([0, 6]), Buffer.from('no sig for \u001b[31mtest')]);
    const options = [{ code: 15, data: words }];
    const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0, options };
    const port = await dnsServer((query) => [answer(query, [], { flags: 2, additionals: [opt as never] })]);

    expect((await runDns(port)).reason?.message).toBe('SERVFAIL (DNSSEC bogus: no sig for ␛[31mtest), wanted NOERROR');
  });
});

describe('the way to a server', () => {
  const long: Behaviour = (query, way) =>
    way === 'udp'
      ? [answer(query, [a('ok.test', '192.0.2.1')], { flags: 0x0200 })]
      : [
          answer(
            query,
            Array.from({ length: 200 }, (_, index) => a('ok.test', `10.0.0.${index}`)),
          ),
        ];

  it('is TCP where an answer over UDP is cut short', async () => {
    const verdict = await runDns(await dnsServer(long), {}, { expect: { count: 200 } });
    expect(verdict).toMatchObject({ outcome: 'OK', seen: { records: 200, truncated: true } });
    expect(verdict.phases.connect).toBeGreaterThanOrEqual(0);
  });

  it('is NG where nobody is there over TCP then', async () => {
    const verdict = await runDns(await udpServer((query) => long(query, 'udp')));
    expect(verdict.reason?.code).toBe('refused');
    expect(verdict.reason?.message).toMatch(/^answer over UDP is cut short, and over TCP: connection refused by /);
  });

  it('is NG where it is cut short over TCP too', async () => {
    const port = await dnsServer((query) => long(query, 'udp'));
    expect((await runDns(port)).reason?.message).toBe('answer is cut short (TC), though not over UDP');
  });

  it('is taken once more where a question is lost, and that is told', async () => {
    let come = 0;
    const port = await udpServer((query) => {
      come += 1;
      return come === 2 ? plain(query, 'udp') : [];
    });
    expect(await runDns(port, {}, { timeoutMs: 1_000 })).toMatchObject({ outcome: 'OK', seen: { tries: 2 } });
  });

  it('is to all servers that are named, and says which answers otherwise', async () => {
    const [right, wrong] = [await dnsServer(plain), await dnsServer(two)];
    const servers = [`127.0.0.1:${right}`, `127.0.0.1:${wrong}`];
    const verdict = await runDns(right, { servers }, { expect: { count: 1 } });

    expect(verdict.reason?.message).toBe(`127.0.0.1:${wrong}: 2 records of type A, wanted 1`);
    expect(verdict.seen).toMatchObject({ servers: 2 });
  });

  it('is to all servers that are named, and says which gives no answer', async () => {
    const silent = await udpServer(() => []);
    const servers = [`127.0.0.1:${silent}`, `127.0.0.1:${await dnsServer(plain)}`];
    const verdict = await runDns(null, { servers }, { timeoutMs: 200 });

    expect(verdict.reason?.message).toBe(
      `127.0.0.1:${silent}: no answer within 200ms (waiting for the first byte) (asked twice)`,
    );
  });

  it("is to the system's resolvers, the next where one is silent, whatever addresses they have", async () => {
    const port = await dnsServer(plain);
    setServers([`127.0.0.1:${await udpServer(() => [])}`, `127.0.0.1:${port}`]);
    const verdict = await runDns(null, {}, { timeoutMs: 600, effects: LAMBDA });

    expect(verdict.reason).toBeNull();
    expect(verdict.latencyMs).toBeGreaterThan(290);
  });

  it('is barred to the address of a server that a check names', async () => {
    const lookup: LookupFunction = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const [byAddress, byName] = [
      await runDns(await dnsServer(plain), {}, { effects: LAMBDA }),
      await runDns(null, { servers: ['ns.example.com'] }, { effects: { ...LAMBDA, lookup } }),
    ];
    expect(byAddress.reason?.code).toBe('blocked');
    expect(byName.reason?.code).toBe('blocked');
  });

  it('begins with the look-up of its name', async () => {
    const port = await dnsServer(plain);
    const lookup: LookupFunction = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const found = await runDns(null, { servers: ['ns.test'], port }, { effects: { lookup } });
    const none = await runDns(
      null,
      { servers: ['gone.invalid'] },
      { effects: { lookup: (_, __, done) => done(NOT_FOUND, []) } },
    );

    expect(found.phases.dns).toBeGreaterThanOrEqual(0);
    expect(found.outcome).toBe('OK');
    expect(none.reason).toEqual({ code: 'dns', message: 'name does not resolve: gone.invalid' });
  });

  it('is TLS, an answer byte by byte, with a certificate that is looked at', async () => {
    const server = createTlsServer({ ...CERTIFIED, ALPNProtocols: ['dot'] }, (socket) => serve(socket, plain, true));
    server.on('tlsClientError', () => undefined);
    const port = await streamServer(server);
    const way = { over: 'tls', servers: [`localhost:${port}`] } as const;
    const shown = await runDns(null, { ...way, tls: CA }, { metrics: ['certificateDays'] });
    const [named, unknown, otherName] = [
      await runDns(port, { over: 'tls', tls: CA, serverName: 'localhost' }),
      await runDns(null, way),
      await runDns(port, { over: 'tls', tls: CA, serverName: 'dns.example.com' }),
    ];

    expect(shown).toMatchObject({ outcome: 'OK', certificate: { daysLeft: expect.any(Number) } });
    expect(shown.phases.tls).toBeGreaterThan(0);
    expect(named.reason).toBeNull();
    expect(unknown.reason?.code).toBe('tls');
    expect(otherName.reason?.message).toContain('dns.example.com');
  });

  it('is HTTPS, with what only a DNS message is', async () => {
    const asked: string[] = [];
    const url = await httpsServer('good', async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      asked.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
      if (request.url === '/gone') return void response.writeHead(404).end();
      const type = request.url === '/json' ? 'application/dns-json' : 'application/dns-message';
      const bytes = request.url === '/broken' ? Buffer.from('000080000001', 'hex') : plain(queryIn(body), 'tcp')[0];
      response.writeHead(200, { 'content-type': type }).end(bytes);
    });
    const at = (path: string) =>
      runDns(null, { over: 'https', tls: CA, servers: [`${url}${path}`] }, { expect: { records: ['192.0.2.1'] } });
    const [usual, json, gone, broken] = [
      await at('/dns-query'),
      await at('/json'),
      await at('/gone'),
      await at('/broken'),
    ];
    const byHost = await runDns(null, { over: 'https', tls: CA, servers: [url.replace('https://', '')] });

    expect([usual.reason, byHost.reason]).toEqual([null, null]);
    expect(asked[0]).toBe('POST /dns-query application/dns-message');
    expect(json.reason).toEqual({
      code: 'protocol',
      message: 'answer is no DNS message: content-type "application/dns-json", wanted application/dns-message',
    });
    expect(gone.reason?.message).toMatch(/^HTTP status 404 from localhost:\d+, wanted 200$/);
    expect(broken.reason?.code).toBe('protocol');
  });
});

const NOT_FOUND = Object.assign(new Error(), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });

describe('the servers of a zone', () => {
  const serving =
    (serial: number, more: { readonly isLame?: boolean } = {}): Behaviour =>
    (query) => {
      const soa = { type: 'SOA', name: 'zone.test', data: zone(serial) } as const;
      const ns = ['ns1.test', 'ns2.test'].map((data) => ({ type: 'NS', name: 'zone.test', data }) as const);
      if (query.name !== 'zone.test') return [answer(query, [], { authorities: [soa] })];
      return [answer(query, query.type === 'NS' ? ns : [soa], { flags: more.isLame === true ? 0 : 0x0400 })];
    };
  // Each at the same port, of an address of its own.
  const lookup: LookupFunction = (name, _, done) =>
    done(null, [{ address: name.startsWith('ns1') ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
  const both = async (first: Behaviour, second: Behaviour): Promise<number> => {
    const { createSocket } = await import('node:dgram');
    const port = await dnsServer(first);
    const other = createSocket('udp4');
    other.on('message', (raw, from) => {
      for (const message of second(queryIn(raw), 'udp')) other.send(message, from.port, from.address);
    });
    await new Promise<void>((resolve) => void other.bind(port, '127.0.0.2', resolve));
    const { whenOver } = await import('../when-over.ts');
    whenOver(() => void other.close());
    return port;
  };
  const asked = (port: number, lag = 0, name = 'zone.test') =>
    runDns(
      null,
      { name, type: name === 'zone.test' ? 'SOA' : 'A', servers: ['127.0.0.1'], port },
      {
        expect: { agree: { lag }, ...(name === 'zone.test' ? {} : { count: 0 }) },
        effects: { lookup },
        timeoutMs: 1_000,
      },
    );

  it.each([
    ['agree', 7, 7, 0, null],
    ['do not agree', 7, 8, 0, 'serials of the zone are 7 at ns1.test., 8 at ns2.test., wanted the same'],
    ['agree well enough', 7, 8, 1, null],
    ['agree where a serial wraps', 4294967295, 0, 1, null],
    ['are too far apart', 7, 9, 1, 'serials of the zone are 7 at ns1.test., 9 at ns2.test., wanted at most 1 apart'],
  ] as const)('%s', async (_, one, other, lag, message) => {
    const verdict = await asked(await both(serving(one), serving(other)), lag);
    expect(verdict.reason?.message ?? null).toBe(message);
  });

  it('are those of the zone that a name is in', async () => {
    const verdict = await asked(await both(serving(1), serving(2)), 0, 'www.zone.test');
    expect(verdict.reason?.message).toBe('serials of the zone are 1 at ns1.test., 2 at ns2.test., wanted the same');
  });

  it.each([
    ['is silent', () => [], 'ns2.test. no answer within'],
    ['does not know it', code(5), 'ns2.test. it does not know the zone'],
    ['does not answer for it', serving(7, { isLame: true }), 'ns2.test. it is not authoritative for the zone'],
  ] as const)('are NG where one of them %s', async (_, second, message) => {
    const verdict = await asked(await both(serving(7), second as Behaviour));
    expect(verdict.reason?.message).toContain(`no serial of the zone: ${message}`);
  });
});
