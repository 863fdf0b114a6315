import type { KeyObject, X509Certificate } from 'node:crypto';
import { BasicOCSPResponse, OCSPResponse, type SingleResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { StapledStatus } from '../observation.ts';

/** Far more than a status with the certificate of its signer takes. */
const MOST_BYTES = 16 * 1024;
/** Marks a certificate that may sign for its issuer (RFC 6960, 4.2.2.2). */
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** What OCSP responses are signed with, by the end of the algorithm's identifier. */
const DIGESTS: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};

/**
 * What a stapled OCSP response says of a certificate. A rubbish one has a `fault`; nothing is ever fetched. The issuer is the
 * certificate that the server sent above its own: without it no signature can be looked at.
 */
export function stapledStatus(bytes: Buffer, leaf: X509Certificate): StapledStatus {
  if (bytes.length > MOST_BYTES) return { fault: `has ${bytes.length} bytes` };
  try {
    const { responseStatus, responseBytes } = AsnConvert.parse(bytes, OCSPResponse);
    if (responseBytes === undefined) return { fault: `says only that it is none (status ${Number(responseStatus)})` };
    return read(AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse), leaf);
  } catch {
    return { fault: 'cannot be read' };
  }
}

function read(response: BasicOCSPResponse, leaf: X509Certificate): StapledStatus {
  const { responses } = response.tbsResponseData;
  const one = responses.find((single) => isOf(single, leaf)) ?? responses[0];
  if (one === undefined) return { fault: 'is about no certificate' };
  const { good, revoked } = one.certStatus;
  return {
    status: revoked !== undefined ? 'revoked' : good === undefined ? 'unknown' : 'good',
    isOurs: isOf(one, leaf),
    isSigned: isSigned(response, leaf.issuerCertificate),
    from: one.thisUpdate.getTime(),
    until: one.nextUpdate?.getTime() ?? null,
    revokedAt: revoked?.revocationTime.getTime() ?? null,
  };
}

function isOf({ certID }: SingleResponse, { serialNumber }: X509Certificate): boolean {
  return BigInt(`0x${Buffer.from(certID.serialNumber).toString('hex') || '0'}`) === BigInt(`0x${serialNumber}`);
}

function isSigned(response: BasicOCSPResponse, issuer: X509Certificate | undefined): boolean {
  if (issuer === undefined) return false;
  const { X509Certificate: Parsed } = process.getBuiltinModule('node:crypto');
  const delegates = (response.certs ?? []).slice(0, 3).map((one) => new Parsed(Buffer.from(AsnConvert.serialize(one))));
  const keys = delegates.filter((one) => maySign(one, issuer)).map(({ publicKey }) => publicKey);
  return [issuer.publicKey, ...keys].some((key) => isSignedBy(response, key));
}

function maySign(delegate: X509Certificate, issuer: X509Certificate): boolean {
  const isAllowed = (delegate.keyUsage as readonly string[] | undefined)?.includes(OCSP_SIGNING) === true;
  return isAllowed && delegate.checkIssued(issuer) && delegate.verify(issuer.publicKey);
}

function isSignedBy({ tbsResponseDataRaw, signatureAlgorithm, signature }: BasicOCSPResponse, key: KeyObject): boolean {
  const digest = DIGESTS[signatureAlgorithm.algorithm];
  if (tbsResponseDataRaw === undefined || digest === undefined) return false;
  const { verify } = process.getBuiltinModule('node:crypto');
  try {
    return verify(digest, Buffer.from(tbsResponseDataRaw), key, Buffer.from(signature));
  } catch {
    // The signature is of another kind than the key.
    return false;
  }
}
