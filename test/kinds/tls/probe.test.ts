import { readFileSync } from 'node:fs';
import { expect, describe as group, it as test } from 'vitest';
import { tlsFixture } from '../servers.ts';
import { outcomeOf, runTls } from './run-tls.ts';
import { certificatesIn, fixturePath, hasOpenssl, sServer } from './s-server.ts';

type Expect = Parameters<typeof runTls>[1];

const it = test.skipIf(!hasOpenssl);
const describe = group.skipIf(!hasOpenssl);
const MIDDLE = { chain: certificatesIn('chain-middle') };
const [LEAF = '', INTERMEDIATE = ''] = MIDDLE.chain;
const ROOT = tlsFixture('chain-root');
const LAX = ['-cipher', 'DEFAULT:@SECLEVEL=0'];
const OLD = [...LAX, '-tls1_1'];
const stapled = (status: string) => ['-status_file', fixturePath(`chain-middle-${status}.ocsp`)];
/** Long after the fixtures were made and long before they end, whatever the clock says. */
const LATER = new Date('2100-01-01T00:00:00Z');

it('shows version, cipher, key and certificate of a server that is well', async () => {
  const verdict = await runTls({ port: await sServer(MIDDLE) }, { chain: 'complete', days: { warn: 60, fail: 30 } });
  expect(verdict).toMatchObject({
    kind: 'tls',
    outcome: 'OK',
    degraded: false,
    seen: { protocol: '1.3', cipher: 'TLS_AES_256_GCM_SHA384', key: 'EC 256' },
    certificate: { daysLeft: expect.any(Number), fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
    phases: { connect: expect.any(Number), tls: expect.any(Number), firstByte: null },
  });
});

describe('what openssl s_server shows', () => {
  it.each<
    [what: string, shown: Parameters<typeof sServer>[0], options: readonly string[], expected: Expect, RegExp | string]
  >([
    ['a whole chain', MIDDLE, [], { chain: 'complete' }, 'OK'],
    [
      'no intermediate',
      { chain: [LEAF] },
      [],
      undefined,
      'tls: certificate chain of HOST is incomplete, or its authority is not trusted (issued by Rollcall Chain middle, whose certificate is at http://ca.example/middle.der)',
    ],
    [
      'a chain in the wrong order',
      { chain: [LEAF, ROOT, INTERMEDIATE] },
      [],
      { chain: 'complete' },
      'degraded: the chain is sent in the wrong order, the root "Rollcall Chain root" is sent, which nobody needs',
    ],
    ['a chain in the wrong order, where nobody asks', { chain: [LEAF, ROOT, INTERMEDIATE] }, [], undefined, 'OK'],
    [
      'a certificate of another chain beside its own',
      { chain: [LEAF, INTERMEDIATE, tlsFixture('root')] },
      [],
      { chain: 'complete' },
      'degraded: "Rollcall Test Root" is sent, which is not of the chain',
    ],
    [
      'an intermediate that ended',
      { chain: certificatesIn('chain-expired') },
      [],
      undefined,
      'tls: certificate of the authority "Rollcall Chain expired" above that of HOST expired on 2025-01-31',
    ],
    [
      'an intermediate that begins later',
      { chain: certificatesIn('chain-early') },
      [],
      undefined,
      'tls: certificate of the authority "Rollcall Chain early" above that of HOST is not valid before 2119-01-01',
    ],
    [
      'a key of 1024 bits',
      { chain: certificatesIn('chain-short'), key: 'chain-short-key' },
      LAX,
      undefined,
      'tls: key of the certificate is RSA 1024, wanted 2048 bits or more',
    ],
    [
      'a key that is too short for this check',
      MIDDLE,
      [],
      { keyBits: { ec: 384 } },
      /^tls: key of the certificate is EC 256, wanted 384 bits or more; also key of the certificate of its authority "Rollcall Chain middle" is EC 256/,
    ],
    [
      'a signature with SHA-1',
      { chain: certificatesIn('chain-weak') },
      LAX,
      undefined,
      'tls: certificate has a weak signature (ecdsa-with-SHA1)',
    ],
    [
      'its name in the subject alone',
      { chain: certificatesIn('chain-bare') },
      [],
      undefined,
      'tls: certificate of HOST names localhost only in its subject (CN), where browsers and Go do not look',
    ],
    [
      'another name',
      { chain: certificatesIn('chain-name') },
      [],
      undefined,
      /^tls: certificate of HOST is for a\.example, not for localhost/,
    ],
    ['TLS 1.1 at most', MIDDLE, OLD, undefined, 'tls: TLS "1.1" was agreed upon, wanted 1.2 or newer'],
    ['TLS 1.2', MIDDLE, ['-tls1_2'], { protocol: '1.3' }, 'tls: TLS "1.2" was agreed upon, wanted 1.3'],
    ['TLS 1.3 alone', MIDDLE, ['-tls1_3'], { refuses: ['1.0', '1.1', '1.2'], protocol: '1.3' }, 'OK'],
    [
      'old versions too',
      MIDDLE,
      LAX,
      { refuses: ['1.0', '1.1'] },
      'tls: TLS 1.0 is spoken too, wanted a refusal; also TLS 1.1 is spoken too, wanted a refusal',
    ],
    [
      'another issuer',
      MIDDLE,
      [],
      { issuer: 'Encrypt' },
      'certificate: certificate issuer "CN=Rollcall Chain middle", wanted "Encrypt"',
    ],
    ['the issuer', MIDDLE, [], { issuer: 'Chain middle' }, 'OK'],
    [
      'another fingerprint',
      MIDDLE,
      [],
      { fingerprint: ['a'.repeat(64), 'b'.repeat(64)] },
      /^certificate: certificate fingerprint [0-9a-f]{64}, wanted a{64} or one of 1 more$/,
    ],
    ['no status', MIDDLE, [], { ocsp: 'stapled' }, 'tls: no OCSP status is stapled, wanted one'],
    ['a good status', MIDDLE, stapled('good'), { ocsp: 'good' }, 'OK'],
    [
      'a status that says revoked',
      MIDDLE,
      stapled('revoked'),
      { ocsp: 'stapled' },
      /^tls: the stapled OCSP status is revoked since 2\d{3}-\d\d-\d\dT\d\d:\d\dZ, wanted good$/,
    ],
    [
      'a status that is too old',
      MIDDLE,
      stapled('short'),
      { ocsp: 'good' },
      /^tls: the stapled OCSP status ended 2\d{3}-\d\d-\d\dT\d\d:\d\dZ, wanted good$/,
    ],
    [
      'the status of another certificate',
      { chain: certificatesIn('chain-ends') },
      stapled('good'),
      { ocsp: 'good' },
      /^tls: the stapled OCSP status is of another certificate, wanted good; also/,
    ],
    [
      'a status whose signer is not sent',
      { chain: [LEAF] },
      stapled('good'),
      { ocsp: 'good' },
      /also the stapled OCSP status is not signed by the issuer that was sent, wanted good$/,
    ],
  ])('%s', async (_, shown, options, expected, outcome) => {
    const verdict = await runTls({ port: await sServer(shown, ...options) }, expected, { date: () => LATER });
    expect(outcomeOf(verdict)).toEqual(typeof outcome === 'string' ? outcome : expect.stringMatching(outcome));
    expect(verdict.certificate?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('a server that wants a certificate of the client', () => {
  const wanting = ['-Verify', '1', '-verify_return_error', '-CAfile', fixturePath('chain-root.pem')];
  const client = { cert: tlsFixture('chain-client'), key: tlsFixture('client-key') };

  it.each(['-tls1_2', '-tls1_3'])('lets us in with one, and is NG without or with another (%s)', async (version) => {
    const port = await sServer(MIDDLE, ...wanting, version);
    const others = { cert: tlsFixture('client'), key: tlsFixture('client-key') };
    const verdicts = [await runTls({ port, ...client }), await runTls({ port }), await runTls({ port, ...others })];

    expect(verdicts.map(outcomeOf)).toEqual([
      'OK',
      expect.stringMatching(/^tls: (HOST does not let us in without a certificate|TLS handshake with HOST failed)/),
      expect.stringMatching(/^tls: HOST does not let us in without a certificate of ours that it accepts/),
    ]);
    expect(verdicts.map(({ certificate }) => certificate?.fingerprint)).toEqual(
      verdicts.map(() => verdicts[0]?.certificate?.fingerprint),
    );
  });

  it('is not waited for for long when it says nothing after the handshake', async () => {
    const verdict = await runTls({ port: await sServer(MIDDLE, '-num_tickets', '0') });
    expect(outcomeOf(verdict)).toBe('OK');
    expect(verdict.latencyMs).toBeLessThan(5000);
  });
});

describe('trust', () => {
  const [self = ''] = certificatesIn('self-signed');

  it('in a certificate that signed itself is by ca, or by fingerprint where the check says so', async () => {
    const port = await sServer({ chain: [self] });
    const { certificate } = await runTls({ port, serverName: 'localhost' });
    const pinned = { fingerprint: fingerprintOf(self) };

    expect(certificate?.fingerprint).toBe(pinned.fingerprint.replaceAll(':', '').toLowerCase().slice(0, 16));
    expect(outcomeOf(await runTls({ port }, pinned))).toBe('tls: certificate of HOST is self-signed (self.example)');
    expect(outcomeOf(await runTls({ port }, { ...pinned, selfSigned: true }))).toBe('OK');
    expect(outcomeOf(await runTls({ port }, { selfSigned: true, fingerprint: 'a'.repeat(64) }))).toMatch(
      /^tls: .*self-signed/,
    );
    expect(outcomeOf(await runTls({ port, ca: self }))).toBe('OK');
  });

  it('is not by fingerprint where an authority that nobody knows signed', async () => {
    const [other = ''] = certificatesIn('good');
    const port = await sServer({ chain: [other] });
    const verdict = await runTls({ port }, { selfSigned: true, fingerprint: fingerprintOf(other) });
    expect(outcomeOf(verdict)).toMatch(
      /^tls: certificate chain of HOST is incomplete, or its authority is not trusted/,
    );
  });

  it("is in this machine's authorities where the check has none", async () => {
    const verdict = await runTls({ port: await sServer({ chain: [self] }), ca: undefined });
    expect(outcomeOf(verdict)).toBe('tls: certificate of HOST is self-signed (self.example)');
  });

  it('fills a gap that chain: complete reports', async () => {
    const port = await sServer({ chain: [LEAF] });
    const ca = INTERMEDIATE + ROOT;

    expect(outcomeOf(await runTls({ port, ca }))).toBe('OK');
    expect(outcomeOf(await runTls({ port, ca }, { chain: 'complete' }))).toBe(
      'tls: chain is incomplete: the server does not send the certificate of "Rollcall Chain middle"',
    );
  });

  it('asks for the server name and holds the certificate against it', async () => {
    const port = await sServer(
      { chain: certificatesIn('chain-bare') },
      ...[
        '-servername',
        'localhost',
        '-cert2',
        fixturePath('chain-middle.pem'),
        '-key2',
        fixturePath('server-key.pem'),
      ],
    );
    const ca = INTERMEDIATE + ROOT;
    const named = await runTls({ host: '127.0.0.1', port, serverName: 'localhost', ca });
    const other = await runTls({ host: '127.0.0.1', port, serverName: 'no.such.example', ca });
    const nameless = await runTls({ host: '127.0.0.1', port, ca });

    expect(outcomeOf(named)).toBe('OK');
    expect(other.reason?.message).toMatch(
      /^certificate of no\.such\.example:\d+ is for localhost, not for no\.such\.example$/,
    );
    expect(nameless.reason?.message).toMatch(
      /^certificate of 127\.0\.0\.1:\d+ is for localhost, not for 127\.0\.0\.1$/,
    );
  });
});

describe('days left', () => {
  it.each<[day: string, expected: Expect, outcome: string]>([
    ['2030-12-01', undefined, 'OK'],
    [
      '2030-12-15',
      undefined,
      'degraded: certificate of its authority "Rollcall Chain ends" ends in 17 days (2031-01-01), wanted 21 days or more',
    ],
    [
      '2030-12-28',
      undefined,
      'certificate: certificate of its authority "Rollcall Chain ends" ends in 4 days (2031-01-01), wanted 7 days or more',
    ],
    [
      '2030-12-31',
      { days: { fail: 1 } },
      'degraded: certificate of its authority "Rollcall Chain ends" ends in 24 hours (2031-01-01), wanted 21 days or more',
    ],
    [
      '2030-11-15',
      { days: 60 },
      'certificate: certificate of its authority "Rollcall Chain ends" ends in 47 days (2031-01-01), wanted 60 days or more',
    ],
  ])('on %s', async (day, expected, outcome) => {
    const port = await sServer({ chain: certificatesIn('chain-ends') });
    expect(outcomeOf(await runTls({ port }, expected, { date: () => new Date(day) }))).toBe(outcome);
  });
});

it('gives the chain with its ends and the command that asks for it', async () => {
  const verdict = await runTls({ port: await sServer({ chain: certificatesIn('chain-expired') }) }, { ocsp: 'good' });
  expect(verdict.excerpt).toBe(
    'CN=localhost (until 2120-01-01) < CN=Rollcall Chain expired (until 2025-01-31) < CN=Rollcall Chain root (until 2120-01-01)',
  );
  expect(verdict.curl?.replace(/:\d+/, ':PORT')).toBe(
    'openssl s_client -connect localhost:PORT -servername localhost -verify_hostname localhost -CAfile ca.pem -status -showcerts </dev/null',
  );
});

it('hides the key that it shows itself with', async () => {
  const key = readFileSync(fixturePath('client-key.pem'), 'utf8');
  const verdict = await runTls({ port: 1, cert: tlsFixture('chain-client'), key });
  expect(verdict.outcome).toBe('NG');
  expect(JSON.stringify(verdict)).not.toContain(key.split('\n')[1]);
});

function fingerprintOf(pem: string): string {
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  return new X509Certificate(pem).fingerprint256;
}
