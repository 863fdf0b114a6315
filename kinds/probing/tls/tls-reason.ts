import type { PeerCertificate, TLSSocket } from 'node:tls';
import { cutToBytes, safeText } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../attempt.ts';
import { socketReason } from '../socket-reason.ts';
import { peerCertificate } from './peer-certificate.ts';

/** Names of a certificate that a sentence has room for. */
const NAMES_TOLD = 5;

/** Why a certificate was not accepted, with what it says of itself. Everything in it is the peer's word: made safe. */
export function certificateReason(socket: TLSSocket, attempt: Attempt): Reason {
  const certificate = peerCertificate(socket)?.toLegacyObject();
  const place = nameOf(attempt.to);
  // Node's types promise an Error here; it is the error's code.
  const code = String(socket.authorizationError);
  return { code: 'tls', message: certificateMessage(code, certificate, place, attempt.to.host) };
}

function certificateMessage(
  code: string,
  certificate: PeerCertificate | undefined,
  place: string,
  host: string,
): string {
  if (certificate === undefined) return `${place} showed no certificate`;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `certificate of ${place} expired on ${dayOf(certificate.valid_to)}`;
    case 'CERT_NOT_YET_VALID':
      return `certificate of ${place} is not valid before ${dayOf(certificate.valid_from)}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `certificate of ${place} is self-signed (${nameIn(certificate.subject)})`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `certificate of ${place} comes from an authority that is not trusted (${nameIn(certificate.issuer)})`;
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `certificate chain of ${place} is incomplete, or its authority is not trusted (issued by ${nameIn(certificate.issuer)})`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `certificate of ${place} is for ${namesOf(certificate)}, not for ${host}`;
    default:
      return `certificate of ${place} is not accepted (${cutToBytes(safeText(code), 80)})`;
  }
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
  return cutToBytes(safeText(error.reason ?? error.message), 120);
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
  const told = names.slice(0, NAMES_TOLD).map((name) => safeName(name.replace(/^[^:]*:/, '')));
  return names.length > NAMES_TOLD ? `${told.join(', ')} and ${names.length - NAMES_TOLD} more` : told.join(', ');
}

function safeName(name: string): string {
  return cutToBytes(safeText(name), 80);
}
