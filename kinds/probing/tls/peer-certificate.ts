import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { isIP } from '../builtins.ts';

const leaves = new WeakMap<TLSSocket, X509Certificate>();

/** The certificate that the peer showed for itself. Kept, because Node takes it out of the chain when it is read. */
export function peerCertificate(socket: TLSSocket): X509Certificate | undefined {
  const known = leaves.get(socket);
  if (known !== undefined) return known;
  const leaf = socket.getPeerX509Certificate();
  if (leaf !== undefined) leaves.set(socket, leaf);
  return leaf;
}

/**
 * Makes `peerCertificate` the only way to the certificate. Node turns the whole chain into objects just to hand it to
 * `checkServerIdentity`, an eighth of the CPU of an https check; `peerNameError` has no use for them.
 */
export function keepCertificateWhole(socket: TLSSocket): void {
  socket.getPeerCertificate = (() => ({})) as () => DetailedPeerCertificate;
}

/** As browsers and curl do: `*.example.com` stands for one label, `w*.example.com` for nothing. */
const WILDCARDS = { partialWildcards: false } as const;
const LISTED = { ...WILDCARDS, subject: 'never' } as const;
const SUBJECT_NAME = 'certificate name in CN only';

/**
 * For `checkServerIdentity` of tls.connect: the error that says that the certificate is not for `host`, or nothing. One
 * that lists no names at all is for that of its subject, as for curl; browsers do not look there, so `lenient` is told.
 */
export function peerNameError(socket: TLSSocket, host: string, lenient: Set<string>): Error | undefined {
  const leaf = peerCertificate(socket);
  const name = host.replace(/\.$/, '');
  const match = isIP(host) === 0 ? leaf?.checkHost(name, LISTED) : leaf?.checkIP(host);
  if (match !== undefined) return undefined;
  if (isIP(host) === 0 && leaf?.checkHost(name, WILDCARDS) !== undefined) {
    lenient.add(SUBJECT_NAME);
    return undefined;
  }
  return Object.assign(new Error(`the certificate is not for ${host}`), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}
