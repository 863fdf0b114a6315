import type { X509Certificate } from 'node:crypto';

/**
 * What a certificate is signed with, by OpenSSL's name; undefined for what has none here. Node says it from 24.9 on, and a
 * weak signature must not pass on an older one.
 */
export function signatureAlgorithmOf({ signatureAlgorithm, raw }: X509Certificate): string | undefined {
  return signatureAlgorithm ?? algorithmIn(raw);
}

/** The same, read out of a certificate as it was sent (DER). */
export function algorithmIn(raw: Buffer): string | undefined {
  const whole = contentOf(raw, 0);
  const signed = whole && contentOf(raw, whole.from);
  const algorithm = signed && contentOf(raw, signed.to);
  const id = algorithm && contentOf(raw, algorithm.from);
  return id && NAMES[raw.toString('hex', id.from, id.to)];
}

/** Where the content of the value that begins at a place is; undefined where its length cannot be read. */
function contentOf(der: Buffer, at: number): { readonly from: number; readonly to: number } | undefined {
  const first = der[at + 1];
  if (first === undefined) return undefined;
  const bytes = first < 0x80 ? 0 : first - 0x80;
  const from = at + 2 + bytes;
  if (first === 0x80 || bytes > 4 || from > der.length) return undefined;
  return { from, to: from + (bytes === 0 ? first : der.readUIntBE(at + 2, bytes)) };
}

/** By object identifier, https://oidref.com/1.2.840.113549.1.1 and 1.2.840.10045.4, in hexadecimal. */
const NAMES: Readonly<Record<string, string>> = {
  '2a864886f70d010102': 'md2WithRSAEncryption',
  '2a864886f70d010103': 'md4WithRSAEncryption',
  '2a864886f70d010104': 'md5WithRSAEncryption',
  '2a864886f70d010105': 'sha1WithRSAEncryption',
  '2a864886f70d01010a': 'rsassaPss',
  '2a864886f70d01010b': 'sha256WithRSAEncryption',
  '2a864886f70d01010c': 'sha384WithRSAEncryption',
  '2a864886f70d01010d': 'sha512WithRSAEncryption',
  '2a8648ce380403': 'dsaWithSHA1',
  '2a8648ce3d0401': 'ecdsa-with-SHA1',
  '2a8648ce3d040302': 'ecdsa-with-SHA256',
  '2a8648ce3d040303': 'ecdsa-with-SHA384',
  '2a8648ce3d040304': 'ecdsa-with-SHA512',
  '2b6570': 'ED25519',
  '2b6571': 'ED448',
};
