import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { algorithmIn } from '#kinds/probing/tls/signature-algorithm.ts';
import { tlsFixture } from '../../servers.ts';

it('is read out of a certificate as Node itself reads it', () => {
  const certificates = [tlsFixture('chain-weak'), ...rootCertificates].map((pem) => new X509Certificate(pem));
  const names = new Set(certificates.map(({ signatureAlgorithm }) => signatureAlgorithm));
  expect([...names]).toEqual(expect.arrayContaining(['ecdsa-with-SHA1', 'sha1WithRSAEncryption', 'ecdsa-with-SHA384']));
  const differing = certificates.filter(({ raw, signatureAlgorithm }) => algorithmIn(raw) !== signatureAlgorithm);
  expect(differing.map(({ subject }) => subject)).toEqual([]);
});

it.each([
  ['nothing', ''],
  ['a value that has no end of its own', '308030800000'],
  ['a length that is longer than there are bytes', '3084ffff'],
  ['a length of more bytes than anything has', '3089010101010101010101'],
  ['an algorithm without a name', '300a30003006060355040a'],
])('is unknown in %s', (_, hex) => {
  expect(algorithmIn(Buffer.from(hex, 'hex'))).toBeUndefined();
});
