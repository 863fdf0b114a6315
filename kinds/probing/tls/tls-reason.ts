import type { X509Certificate } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { quote, told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../attempt.ts';
import { isIP } from '../builtins.ts';
import { socketReason } from '../socket-reason.ts';
import { beginningOf, endOf, type Link, shownChain } from './chain.ts';
import { peerCertificate } from './peer-certificate.ts';
import { signatureAlgorithmOf } from './signature-algorithm.ts';

/** Names of a certificate that a sentence has room for. */
const NAMES_TOLD = 5;

/** Why a certificate was not accepted, with what it says of itself. Everything in it is the peer's word: made safe. */
export function certificateReason(
  socket: TLSSocket,
  attempt: Attempt,
  // Node's types promise an Error here; it is the error's code.
  code = String(socket.authorizationError),
): Reason {
  const leaf = peerCertificate(socket);
  const place = nameOf(attempt.to);
  if (leaf === undefined) return { code: 'tls', message: `${place} showed no certificate` };
  const refused = { leaf, chain: shownChain(leaf), place, host: attempt.to.host, at: attempt.effects.date() };
  return { code: 'tls', message: certificateMessage(code, refused, socket) };
}

type Refused = {
  readonly leaf: X509Certificate;
  readonly chain: readonly Link[];
  readonly place: string;
  readonly host: string;
  readonly at: Date;
};

function certificateMessage(code: string, refused: Refused, socket: TLSSocket): string {
  const { leaf, chain, place, host, at } = refused;
  const certificate = leaf.toLegacyObject();
  switch (code) {
    case 'CERT_HAS_EXPIRED': {
      // What is checked first is the authority.
      const link = chain.findLast((one) => endOf(one) < at.getTime());
      return `${whose(link, place)} expired on ${dayOf((link?.certificate ?? leaf).validTo)}`;
    }
    case 'CERT_NOT_YET_VALID': {
      const link = chain.findLast((one) => beginningOf(one) > at.getTime());
      return `${whose(link, place)} is not valid before ${dayOf((link?.certificate ?? leaf).validFrom)}`;
    }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `certificate of ${place} is self-signed (${nameIn(certificate.subject)})`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `certificate of ${place} comes from an authority that is not trusted (${nameIn(certificate.issuer)})`;
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `certificate chain of ${place} is incomplete, or its authority is not trusted (${issuerOf(chain.at(-1)?.certificate ?? leaf)})`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `certificate of ${place} is for ${namesOf(certificate)}, not for ${host}${nameAside(leaf, host)}`;
    default:
      return otherMessage(code, refused, socket);
  }
}

/** Who issued the last certificate that was shown, and where the one that is missing above it may be had (RFC 5280, 4.2.2.1). */
function issuerOf(last: X509Certificate): string {
  const url = /^CA Issuers - URI:(\S+)$/m.exec(last.infoAccess ?? '')?.[1];
  const place = url === undefined ? '' : `, whose certificate is at ${told(url, 200)}`;
  return `issued by ${nameIn(last.toLegacyObject().issuer)}${place}`;
}

/** A name as subject alone is none beside the names that a certificate lists. */
function nameAside(leaf: X509Certificate, host: string): string {
  const isSubject = isIP(host) === 0 && leaf.checkHost(host.replace(/\.$/, ''), { subject: 'always' }) !== undefined;
  return isSubject ? ', which stands in its subject (CN) alone, where nobody looks any more' : '';
}

function whose(link: Link | undefined, place: string): string {
  if (link === undefined) return `authority of the certificate of ${place}`;
  if (link.authority === null) return `certificate of ${place}`;
  return `certificate of the authority ${quote(link.authority, 80)} above that of ${place}`;
}

/** What Node has no code of its own for, by OpenSSL's words, with the value where that is known. */
function otherMessage(code: string, { chain, place }: Refused, socket: TLSSocket): string {
  const words = (socket as Handled)._handle?.verifyError?.()?.message ?? '';
  if (/key too weak/.test(words)) {
    const link = chain.find(({ certificate }) => isShort(certificate));
    return `${whose(link ?? chain[0], place)} has a key that is too short${keyText(link)}`;
  }
  if (/digest algorithm too weak/.test(words)) {
    const link = chain.find(({ certificate }) => WEAK_DIGEST.test(signatureAlgorithmOf(certificate) ?? ''));
    const algorithm = link === undefined ? '' : ` (${safeName(signatureAlgorithmOf(link.certificate) ?? '')})`;
    return `${whose(link ?? chain[0], place)} has a signature that is too weak${algorithm}`;
  }
  const why = code === 'UNSPECIFIED' && words !== '' ? words : code;
  return `certificate of ${place} is not accepted (${told(why, 80)})`;
}

/** Node keeps OpenSSL's code, and its words only here. */
type Handled = { readonly _handle?: { readonly verifyError?: () => Error | null | undefined } };

/** Signatures with these digests are trusted by nobody any more. */
export const WEAK_DIGEST = /sha-?1(?!\d)|md5|md4|md2/i;
/** 112 bits of security: what OpenSSL asks for since 3.0. */
const LEAST_RSA_BITS = 2048;

function isShort({ publicKey }: X509Certificate): boolean {
  return (publicKey.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS) < LEAST_RSA_BITS;
}

function keyText(link: Link | undefined): string {
  const bits = link?.certificate.publicKey.asymmetricKeyDetails?.modulusLength;
  return bits === undefined ? '' : ` (${bits} bits)`;
}

/** A handshake that did not end: a broken connection, or what OpenSSL says of the other side. */
export function handshakeReason(error: Error & { code?: string; reason?: string }, attempt: Attempt): Reason {
  const code = error.code ?? '';
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return socketReason(error, attempt);
  const place = nameOf(attempt.to);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return { code: 'tls', message: `${place} does not speak TLS (${wordsOf(error)})` };
  }
  if (WANTS_CERTIFICATE.test(code)) {
    return {
      code: 'tls',
      message: `${place} does not let us in without a certificate of ours that it accepts (${wordsOf(error)})`,
    };
  }
  return { code: 'tls', message: `TLS handshake with ${place} failed (${wordsOf(error)})` };
}

/** A server that wants a client's certificate says one of these, depending on version and library. */
const WANTS_CERTIFICATE =
  /_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED)$/;

function wordsOf(error: Error & { reason?: string }): string {
  return told(error.reason ?? error.message, 120);
}

function dayOf(date: string): string {
  const at = new Date(date);
  return Number.isNaN(at.getTime()) ? 'an unreadable date' : at.toISOString().slice(0, 10);
}

function nameIn(name: PeerCertificate['subject'] | undefined): string {
  const text = name?.CN ?? name?.O;
  return text === undefined ? 'no name' : safeName(String(text));
}

function namesOf(certificate: PeerCertificate): string {
  const names = certificate.subjectaltname?.split(', ') ?? [];
  if (names.length === 0) return nameIn(certificate.subject);
  const some = names.slice(0, NAMES_TOLD).map((name) => safeName(name.replace(/^[^:]*:/, '')));
  return names.length > NAMES_TOLD ? `${some.join(', ')} and ${names.length - NAMES_TOLD} more` : some.join(', ');
}

function safeName(name: string): string {
  return told(name, 80);
}
