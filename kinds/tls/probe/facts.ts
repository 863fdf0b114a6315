import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import { quote, told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../probing/attempt.ts';
import { isIP } from '../../probing/builtins.ts';
import { countedChain } from '../../probing/tls/certificate-of.ts';
import {
  beginningOf,
  certificatesOf,
  commonName,
  endOf,
  type Link,
  sentCertificates,
  shownChain,
} from '../../probing/tls/chain.ts';
import { peerCertificate } from '../../probing/tls/peer-certificate.ts';
import { signatureAlgorithmOf } from '../../probing/tls/signature-algorithm.ts';
import { certificateReason, WEAK_DIGEST } from '../../probing/tls/tls-reason.ts';
import { tlsVersionOf } from '../../probing/tls/tls-version.ts';
import type { KeyFacts, LinkFacts, Secured } from '../observation.ts';

type Facts = Pick<Secured, 'protocol' | 'cipher' | 'links' | 'distrust' | 'misnamed' | 'isComplete' | 'untidy'>;

/** What there is to know of a handshake, as plain facts. Everything in it is the peer's word: made safe where it is shown. */
export function factsOf(secured: TLSSocket, settings: TlsSettings, attempt: Attempt): Facts | Reason {
  const leaf = peerCertificate(secured);
  if (leaf === undefined) return certificateReason(secured, attempt);
  const shown = shownChain(leaf);
  return {
    protocol: tlsVersionOf(secured) ?? '',
    cipher: secured.getCipher().standardName,
    links: countedChain(leaf, settings).map(linkFacts),
    distrust: distrustOf(secured, attempt),
    misnamed: misnamed(leaf, secured, attempt),
    isComplete: settings.ca === undefined || endsInRoot(shown, certificatesOf(settings.ca)),
    untidy: untidyIn(sentCertificates(leaf), shown),
  };
}

function distrustOf(secured: TLSSocket, attempt: Attempt): Secured['distrust'] {
  if (secured.authorized) return null;
  const isSelfSigned = String(secured.authorizationError) === 'DEPTH_ZERO_SELF_SIGNED_CERT';
  return { reason: certificateReason(secured, attempt), isSelfSigned };
}

const LISTED = { subject: 'never', partialWildcards: false } as const;

/** Names count where they are listed, as for browsers and Go; OpenSSL and Node still look into the subject. */
function misnamed(leaf: X509Certificate, secured: TLSSocket, attempt: Attempt): Reason | null {
  const host = attempt.to.host.replace(/\.$/, '');
  const match = isIP(host) === 0 ? leaf.checkHost(host, LISTED) : leaf.checkIP(host);
  if (match !== undefined) return null;
  if (leaf.subjectAltName === undefined && leaf.checkHost(host, { subject: 'always' }) !== undefined) {
    const message = `certificate of ${nameOf(attempt.to)} names ${host} only in its subject (CN), where browsers and Go do not look`;
    return { code: 'tls', message };
  }
  return certificateReason(secured, attempt, 'ERR_TLS_CERT_ALTNAME_INVALID');
}

function linkFacts({ authority, certificate }: Link): LinkFacts {
  const algorithm = signatureAlgorithmOf(certificate) ?? '';
  // What a root says of itself is nothing that anybody relies on.
  const isWeak = WEAK_DIGEST.test(algorithm) && certificate.subject !== certificate.issuer;
  return {
    authority,
    subject: certificate.subject.replaceAll('\n', ', '),
    from: beginningOf({ authority, certificate }),
    until: endOf({ authority, certificate }),
    key: keyOf(certificate),
    weakSignature: isWeak ? told(algorithm, 40) : null,
  };
}

const EDWARDS_BITS: Readonly<Record<string, number>> = { ed25519: 256, ed448: 448 };

function keyOf(certificate: X509Certificate): KeyFacts {
  try {
    const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey;
    const curve = /\d{3}/.exec(details?.namedCurve ?? '')?.[0];
    const bits = details?.modulusLength ?? (curve === undefined ? EDWARDS_BITS[type] : Number(curve));
    return { type: type.replace(/-pss$/, ''), bits: bits ?? null };
  } catch {
    // Of a type that this OpenSSL does not know.
    return { type: 'unknown', bits: null };
  }
}

/** Whether a root ends the chain: one that was sent, or one of `anchors`. */
function endsInRoot(shown: readonly Link[], anchors: readonly X509Certificate[]): boolean {
  const roots = anchors.filter(isRoot);
  return shown.some(({ certificate }) => {
    return (
      isRoot(certificate) || roots.some((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey))
    );
  });
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.checkIssued(certificate);
}

/** What clients put right by themselves, or do not need: in short words. */
function untidyIn(sent: readonly X509Certificate[], shown: readonly Link[]): string[] {
  const chain = shown.map(({ certificate }) => certificate.fingerprint256);
  const place = (certificate: X509Certificate): number => chain.indexOf(certificate.fingerprint256);
  const used = sent.filter((certificate) => place(certificate) !== -1);
  const isInOrder = used.every((certificate, i) => place(certificate) === i);
  const root = used.find((certificate, i) => i > 0 && isRoot(certificate));
  const extra = sent.find((certificate) => place(certificate) === -1);
  return [
    ...(isInOrder ? [] : ['the chain is sent in the wrong order']),
    ...(root === undefined ? [] : [`the root ${quote(commonName(root.subject))} is sent, which nobody needs`]),
    ...(extra === undefined ? [] : [`${quote(commonName(extra.subject))} is sent, which is not of the chain`]),
  ];
}
