import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { DnsTarget } from '#kinds/dns/check.ts';
import { runDns } from './checks.ts';
import { bind, freePort, KNOTD, knot, NAMED } from './zone-servers.ts';

const SHA256 = '0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF';
const DIGEST = '49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE0D1C6D6F1B4F1D8D0A8A4F1A';

/** What both servers have to be read as saying of the zone in test/fixtures/dns/zone.test. */
const RECORDS: readonly (readonly [DnsTarget['type'], string, ...string[]])[] = [
  ['SOA', 'zone.test', 'ns1.zone.test. hostmaster.zone.test. 2026112601 3600 600 604800 60'],
  ['NS', 'zone.test', 'ns1.zone.test.', 'ns2.zone.test.'],
  ['A', 'api.zone.test', '192.0.2.1', '192.0.2.2'],
  ['A', 'WWW.zone.test', '192.0.2.1', '192.0.2.2'],
  ['TXT', 'john\\.doe.zone.test', 'here'],
  ['AAAA', 'api.zone.test', '2001:db8::1'],
  ['CNAME', 'www.zone.test', 'api.zone.test.'],
  ['MX', 'zone.test', '10 mail.zone.test.', '20 mail2.example.'],
  ['TXT', 'zone.test', 'v=spf1 include:_spf.example.com ~all', 'part one part two'],
  ['TXT', 'esc.zone.test', 'a"b\\\\c\\200;'],
  ['CAA', 'zone.test', '0 issue "letsencrypt.org"', '0 iodef "mailto:a@zone.test"'],
  ['SRV', '_sip._tcp.zone.test', '10 60 5060 sip.zone.test.'],
  ['HTTPS', 'zone.test', '1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1'],
  ['SVCB', '_svc.zone.test', '0 svc.zone.test.'],
  ['DS', 'ds.zone.test', `12345 13 2 ${DIGEST}`],
  ['TLSA', '_443._tcp.zone.test', `3 1 1 ${SHA256}`],
  ['NAPTR', 'tel.zone.test', '10 20 "u" "E2U+sip" "!^.*$!sip:a@zone.test!" .'],
  ['PTR', 'host.zone.test', 'host.zone.test.'],
];

describe.each([
  ['bind9', NAMED, bind],
  ['knot', KNOTD, knot],
] as const)('%s', (_, program, start) => {
  it.skipIf(program === null)('is read, each type and each way of NG', async () => {
    const port = await freePort();
    await start('127.0.0.1', port, 'zone.test');
    const ask = (type: DnsTarget['type'], name: string, expected: object, over: DnsTarget['over'] = 'udp') =>
      runDns(port, { type, name, over, recursion: false }, { expect: expected });

    for (const [type, name, ...records] of RECORDS) {
      const [verdict, overTcp] = [await ask(type, name, { records }), await ask(type, name, { records }, 'tcp')];
      expect([type, verdict.reason, overTcp.reason]).toEqual([type, null, null]);
    }
    const ways = [
      await ask('A', 'api.zone.test', { authoritative: true, ttl: { is: '>=', seconds: 60 } }),
      await ask('A', 'gone.zone.test', {}),
      await ask('MX', 'api.zone.test', {}),
      await ask('A', 'www.example', {}),
      await ask('A', 'out.zone.test', {}),
      await ask('A', 'many.zone.test', { count: 90, excludes: ['10.0.0.7'] }),
      await ask('A', 'many.zone.test', { count: 90 }),
    ];
    expect(ways.map(({ reason }) => reason?.message ?? null)).toEqual([
      expect.stringMatching(/^TTL 30s of "192\.0\.2\.[12]", wanted >= 1m$/),
      'NXDOMAIN, wanted NOERROR',
      'no records of type MX for api.zone.test (NOERROR)',
      expect.stringMatching(/^REFUSED(?: \(.*\))?, wanted NOERROR$/),
      'no records of type A for out.zone.test, which is an alias of www.example.com. (NOERROR)',
      expect.stringMatching(/, wanted without "10\.0\.0\.7"$/),
      null,
    ]);
    expect(ways.at(-1)?.seen).toMatchObject({ records: 90, truncated: true });
  });
});

it.skipIf(NAMED === null || KNOTD === null)('two that have different versions of a zone do not agree', async () => {
  const port = await freePort();
  await Promise.all([bind('127.0.0.1', port, 'zone.test'), knot('127.0.0.2', port, 'zone-before.test')]);
  const lookup: LookupFunction = (name, _, done) =>
    done(null, [{ address: name.startsWith('ns1') ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
  const ask = (lag: number) =>
    runDns(
      null,
      { name: 'api.zone.test', servers: ['127.0.0.1'], port },
      { expect: { agree: { lag } }, effects: { lookup } },
    );
  const [apart, near] = [await ask(0), await ask(1)];

  expect(apart.reason?.message).toMatch(
    /^serials of the zone are 202611260\d at ns\d\.zone\.test\., 202611260\d at .*, wanted the same$/,
  );
  expect(near.reason).toBeNull();
});
