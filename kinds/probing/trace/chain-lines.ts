import type { KeyObject, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { type Link, shownChain } from '../tls/chain.ts';
import { peerCertificate } from '../tls/peer-certificate.ts';
import { signatureAlgorithmOf } from '../tls/signature-algorithm.ts';

/** Names of a certificate that are shown. */
const MOST_NAMES = 10;

/** The certificates that the peer showed, its own first: subject, names, issuer, dates, key. */
export function chainLines(socket: TLSSocket): string[] {
  const leaf = peerCertificate(socket);
  if (leaf === undefined) return ['no certificate'];
  return shownChain(leaf).flatMap(linesOf);
}

function linesOf({ certificate }: Link, index: number): string[] {
  const names = index === 0 ? namesOf(certificate) : [];
  return [
    `certificate ${index + 1}: ${oneLine(certificate.subject)}`,
    ...names,
    `  issued by ${oneLine(certificate.issuer)}`,
    `  valid from ${certificate.validFrom} to ${certificate.validTo}`,
    `  key ${keyText(certificate.publicKey)}, signed by ${signatureAlgorithmOf(certificate) ?? 'an unknown algorithm'}`,
  ];
}

function namesOf({ subjectAltName }: X509Certificate): string[] {
  const names = subjectAltName?.split(', ') ?? [];
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [];
  return [`  for ${[...names.slice(0, MOST_NAMES), ...more].join(', ')}`];
}

function keyText({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  const { modulusLength, namedCurve } = details ?? {};
  const size = modulusLength === undefined ? namedCurve : `${modulusLength} bits`;
  return [type, size].filter((word) => word !== undefined).join(' ');
}

/** An empty subject is one whose names stand elsewhere. */
function oneLine(name: string | undefined): string {
  return name === undefined || name === '' ? '(no name)' : name.replaceAll('\n', ', ');
}
