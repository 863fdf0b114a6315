import type { X509Certificate } from 'node:crypto';

/** More than any chain of the public's has; a target that shows more is not followed further. */
const MOST_ISSUERS = 10;

/** A certificate of a chain, by what is reported of it: the authority's name is null for the leaf's own. */
export type Link = { readonly authority: string | null; readonly certificate: X509Certificate };

/** What the peer sent, in its order; the first is its own. */
export function sentCertificates(leaf: X509Certificate): readonly X509Certificate[] {
  const sent = [leaf];
  for (let next = leaf.issuerCertificate; next !== undefined && sent.length <= MOST_ISSUERS; ) {
    sent.push(next);
    next = next.issuerCertificate;
  }
  return sent;
}

/** The leaf and those above it, as far as the peer showed them: each issued by the next, in whatever order they came. */
export function shownChain(leaf: X509Certificate): readonly Link[] {
  const shown = sentCertificates(leaf);
  const chain = [leaf];
  for (let top: X509Certificate | undefined = leaf; top !== undefined; ) {
    const below: X509Certificate = top;
    top = shown.find((one) => !chain.includes(one) && below.checkIssued(one));
    if (top !== undefined) chain.push(top);
  }
  return chain.map((certificate, i) => ({ certificate, authority: i === 0 ? null : commonName(certificate.subject) }));
}

/**
 * The chain as it was verified: it ends at the first certificate that one of `anchors` issued, whatever the peer showed
 * above that. Without such an anchor it is all that was shown.
 */
export function verifiedChain(shown: readonly Link[], anchors: readonly X509Certificate[]): readonly Link[] {
  for (const [i, { certificate }] of shown.entries()) {
    const anchor = anchors.find((one) => certificate.checkIssued(one) && certificate.verify(one.publicKey));
    if (anchor === undefined) continue;
    const below = shown.slice(0, i + 1);
    if (certificate.fingerprint256 === anchor.fingerprint256) return below;
    return [...below, { certificate: anchor, authority: commonName(anchor.subject) }];
  }
  return shown;
}

/** The one that ends first; of several, the lowest. */
export function firstToEnd(chain: readonly Link[]): Link | undefined {
  return chain.reduce<Link | undefined>((first, link) => {
    return first !== undefined && !(endOf(link) < endOf(first)) ? first : link;
  }, undefined);
}

/** Milliseconds; NaN for an end that cannot be read. */
export function endOf({ certificate }: Link): number {
  return Date.parse(certificate.validTo);
}

/** When a certificate of a chain begins to be valid, milliseconds since 1970. */
export function beginningOf({ certificate }: Link): number {
  return Date.parse(certificate.validFrom);
}

/** Every certificate of PEM text, as the connection was made with it, so that it can be read. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  // Loaded when it is needed: see builtins.ts.
  const { X509Certificate: Parsed } = process.getBuiltinModule('node:crypto');
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new Parsed(block),
  );
}

/** What a name of X.509 says, as short as it can be said. */
export function commonName(subject: string): string {
  const lines = subject.split('\n');
  const line = lines.find((one) => one.startsWith('CN=')) ?? lines.find((one) => one.startsWith('O=')) ?? subject;
  return line.replace(/^[A-Z]+=/, '');
}
