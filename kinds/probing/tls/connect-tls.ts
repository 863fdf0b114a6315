import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../attempt.ts';
import { isIP } from '../builtins.ts';
import { connect } from './builtins.ts';
import { certificateOf } from './certificate-of.ts';
import { contextOf } from './context.ts';
import { knownMachineRoots, readMachineRoots } from './machine-roots.ts';
import { keepCertificateWhole, peerNameError } from './peer-certificate.ts';
import { certificateReason, handshakeReason } from './tls-reason.ts';
import { tlsVersionOf } from './tls-version.ts';

const HTTP_1_1 = ['http/1.1'];
/** A certificate whose authority is in this machine's store, which was not read yet: to be tried again. */
export type UnreadStore = Reason & { readonly again: true };

/** What connecting comes to; done once more where the store of this machine had to be read before the authority was known. */
export async function onceStoreIsRead<Made extends object>(connect: () => Promise<Made | UnreadStore>): Promise<Made> {
  const made = await connect();
  return 'again' in made ? (connect() as Promise<Made>) : made;
}

/**
 * TLS over a connection within the attempt's deadlines, with the peer's certificate accepted; or why not. `protocols` are
 * offered by ALPN.
 */
export function connectTls(
  socket: Socket,
  tls: TlsSettings | undefined,
  attempt: Attempt,
  protocols: readonly string[] = HTTP_1_1,
): Promise<TLSSocket | Reason | UnreadStore> {
  const { line, effects, to } = attempt;
  const roots = effects.trustsMachine === true && tls?.ca === undefined ? knownMachineRoots() : [];
  const secureContext = contextOf(tls, roots ?? []);
  if ('code' in secureContext) return Promise.resolve(secureContext);
  return new Promise((resolve) => {
    const secured: TLSSocket = connect({
      socket,
      secureContext,
      host: to.host,
      // A name with a dot at its end is the same name (RFC 6066, 3).
      ...(isIP(to.host) === 0 ? { servername: to.host.replace(/\.$/, '') } : {}),
      ALPNProtocols: [...protocols],
      // Not carelessness: Node would destroy the socket before anyone can read which certificate it refused. Nothing is
      // sent until `authorized` has been looked at below.
      rejectUnauthorized: false,
      checkServerIdentity: (host) => peerNameError(secured, host, attempt.lenient),
    });
    keepCertificateWhole(secured);
    effects.trace?.securing(secured, tls?.insecure === true);
    attempt.socket = secured;
    attempt.giveUp = resolve;
    secured.on('error', (error) => resolve(handshakeReason(error, attempt)));
    secured.once('secureConnect', () => {
      if (attempt.wantsFacts) attempt.certificate = certificateOf(secured, tls);
      if (effects.measuresAll === true) attempt.tlsVersion = tlsVersionOf(secured);
      if (!secured.authorized && tls?.insecure !== true) return resolve(refusal(secured, roots === null, attempt));
      line.secured = effects.now();
      resolve(secured);
    });
  });
}

/** Why the certificate is not accepted. `isUnread`: the store of this machine would have counted, had it been read. */
function refusal(secured: TLSSocket, isUnread: boolean, attempt: Attempt): Reason | UnreadStore {
  const reason = certificateReason(secured, attempt);
  const isUnknown = isUnread && UNKNOWN_AUTHORITY.test(String(secured.authorizationError));
  return isUnknown && readMachineRoots().length > 0 ? { ...reason, again: true } : reason;
}

/** What OpenSSL says of a chain whose authority it does not know. */
export const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)/;
