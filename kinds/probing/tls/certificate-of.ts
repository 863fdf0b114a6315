import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Certificate } from '#core/verdict/observation.ts';
import { certificatesOf, firstToEnd, type Link, shownChain, verifiedChain } from './chain.ts';
import { trustedRoots } from './machine-roots.ts';
import { peerCertificate } from './peer-certificate.ts';

/** The certificate that a peer showed, as a verdict keeps it. */
export function certificateOf(secured: TLSSocket, tls: TlsSettings | undefined): Certificate {
  const leaf = peerCertificate(secured);
  const ends = leaf === undefined ? undefined : firstToEnd(countedChain(leaf, tls));
  const until = new Date(ends?.certificate.validTo ?? '');
  return {
    validTo: Number.isNaN(until.getTime()) ? (ends?.certificate.validTo ?? '') : until.toISOString(),
    ...(ends?.authority != null && { authority: ends.authority }),
    issuer: leaf?.issuer.replaceAll('\n', ', ') ?? '',
    fingerprint: leaf?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '',
  };
}

/**
 * The certificates whose ends count: those of the verified chain. Where each that was shown outlives the leaf, only
 * authorities of the check's own can end before it, and the public ones, which take long to read, need not be read.
 */
export function countedChain(leaf: X509Certificate, tls: TlsSettings | undefined): readonly Link[] {
  const chain = counted.get(leaf) ?? chainOf(leaf, tls);
  counted.set(leaf, chain);
  return chain;
}

/** By leaf, which belongs to one connection: signatures are verified once for it. */
const counted = new WeakMap<X509Certificate, readonly Link[]>();

function chainOf(leaf: X509Certificate, tls: TlsSettings | undefined): readonly Link[] {
  const shown = shownChain(leaf);
  if (tls?.ca === undefined && firstToEnd(shown)?.authority === null) return shown;
  const anchors = tls?.ca === undefined ? trustedRoots().flatMap(certificatesOf) : certificatesOf(tls.ca);
  return verifiedChain(shown, anchors);
}
