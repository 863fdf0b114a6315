import { describe, expect, it } from 'vitest';
import { commandOf } from '#kinds/tls/evidence.ts';
import { literalSecrets } from '#kinds/tls/secrets.ts';
import { tlsCheck } from './run-tls.ts';

describe('what a check travels with', () => {
  it.each([
    [undefined, 443],
    ['smtp', 587],
    ['imap', 143],
    ['pop3', 110],
    ['ftp', 21],
    ['postgres', 5432],
  ] as const)('the port of starttls %s is %s', (starttls, port) => {
    expect(tlsCheck(starttls === undefined ? {} : { starttls }).target.port).toBe(port);
  });

  it('fills what is not said', () => {
    expect(tlsCheck({}).expect).toEqual({
      days: { warn: null, fail: null },
      chainComplete: false,
      protocol: { version: '1.2', orNewer: true },
      refuses: [],
      keyBits: { rsa: 2048, ec: 256 },
      issuer: null,
      fingerprints: [],
      selfSigned: false,
      ocsp: null,
      latencyMs: null,
    });
  });

  it.each([
    [{ days: 30 }, { days: { warn: null, fail: 30 } }],
    [{ days: { warn: 30 } }, { days: { warn: 30, fail: null } }],
    [{ protocol: '>=1.3' }, { protocol: { version: '1.3', orNewer: true } }],
    [{ protocol: '1.2' }, { protocol: { version: '1.2', orNewer: false } }],
    [{ keyBits: 4096 }, { keyBits: { rsa: 4096, ec: 256 } }],
    [{ keyBits: { ec: 384 } }, { keyBits: { rsa: 2048, ec: 384 } }],
    [{ fingerprint: 'AB'.repeat(32) }, { fingerprints: ['ab'.repeat(32)] }],
    [{ fingerprint: [`${'AB:'.repeat(31)}CD`] }, { fingerprints: [`${'ab'.repeat(31)}cd`] }],
  ])('%j', (expected, travels) => {
    expect(tlsCheck({}, expected as Parameters<typeof tlsCheck>[1]).expect).toMatchObject(travels);
  });
});

it.each([
  [
    { host: 'mail.example.com', starttls: 'smtp' },
    'openssl s_client -connect mail.example.com:587 -servername mail.example.com -verify_hostname mail.example.com -starttls smtp -CAfile ca.pem -showcerts </dev/null',
  ],
  [
    { host: '::1', port: 8443 },
    "openssl s_client -connect '[::1]:8443' -verify_ip ::1 -CAfile ca.pem -showcerts </dev/null",
  ],
  [
    { host: '192.0.2.1', serverName: "a'b" },
    "openssl s_client -connect 192.0.2.1:443 -servername 'a'\\''b' -verify_hostname 'a'\\''b' -CAfile ca.pem -showcerts </dev/null",
  ],
] as const)('is repeated by hand as %j', (tls, command) => {
  const { target } = tlsCheck({});
  expect(commandOf({ ...target, port: 'starttls' in tls ? 587 : 443, ...tls }, false)).toBe(command);
});

it('holds a credential where key or passphrase stand as they are', () => {
  const { target } = tlsCheck({});
  const withKey = { ...target, tls: { cert: 'c', key: 'k', passphrase: '${env:P}' } };
  expect(literalSecrets(withKey)).toEqual([{ place: 'private key', secret: 'k' }]);
});
