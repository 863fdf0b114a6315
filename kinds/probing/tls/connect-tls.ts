import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Certificate } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { connect, createSecureContext } from '../../http/probe/builtins.ts';
import type { Attempt } from '../attempt.ts';
import { isIP } from '../builtins.ts';
import { certificatesOf, firstToEnd, type Link, shownChain, verifiedChain } from './chain.ts';
import { knownMachineRoots, readMachineRoots, trustedRoots } from './machine-roots.ts';
import { keepCertificateWhole, peerCertificate, peerNameError } from './peer-certificate.ts';
import { certificateReason, handshakeReason } from './tls-reason.ts';

const HTTP_1_1 = ['http/1.1'];
const PROTOCOL_NAMES = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;

/**
 * What OpenSSL offered until 3.5, and curl on most machines does. The post-quantum share that it now adds triples
 * the first packet and costs a tenth of the handshake; no server insists on it.
 */
const CURVES = 'X25519:P-256:X448:P-521:P-384';

/**
 * Parsing roots and keys costs a fifth of a handshake, so it is done once for each set of them. Sessions are never
 * resumed: each check makes the whole handshake, because that is what it checks.
 */
const contexts = new Map<string, SecureContext>();
/** More sets of certificates than one list has; only a process that outlives many lists comes here. */
const MOST_CONTEXTS = 200;

/** A certificate whose authority is in this machine's store, which was not read yet: to be tried again. */
export type UnreadStore = Reason & { readonly again: true };

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
    effects.trace?.securing(secured);
    attempt.socket = secured;
    attempt.giveUp = resolve;
    secured.on('error', (error) => resolve(handshakeReason(error, attempt)));
    secured.once('secureConnect', () => {
      if (attempt.wantsFacts) attempt.certificate = certificateOf(secured, tls);
      if (!secured.authorized && tls?.insecure !== true) return resolve(refusal(secured, roots === null, attempt));
      line.secured = effects.now();
      resolve(secured);
    });
  });
}

function certificateOf(secured: TLSSocket, tls: TlsSettings | undefined): Certificate {
  const leaf = peerCertificate(secured);
  const ends = leaf === undefined ? undefined : endingFirst(leaf, tls);
  const until = new Date(ends?.certificate.validTo ?? '');
  return {
    validTo: Number.isNaN(until.getTime()) ? (ends?.certificate.validTo ?? '') : until.toISOString(),
    ...(ends?.authority != null && { authority: ends.authority }),
    issuer: leaf?.issuer.replaceAll('\n', ', ') ?? '',
    fingerprint: leaf?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '',
  };
}

/**
 * Of the verified chain. Where each that was shown outlives the leaf, only authorities of the check's own can end before
 * it, and the public ones, which take long to read, need not be read.
 */
function endingFirst(leaf: X509Certificate, tls: TlsSettings | undefined): Link | undefined {
  const shown = shownChain(leaf);
  const first = firstToEnd(shown);
  if (tls?.ca === undefined && first?.authority === null) return first;
  const anchors = tls?.ca === undefined ? trustedRoots().flatMap(certificatesOf) : certificatesOf(tls.ca);
  return firstToEnd(verifiedChain(shown, anchors));
}

/** Why the certificate is not accepted. `isUnread`: the store of this machine would have counted, had it been read. */
function refusal(secured: TLSSocket, isUnread: boolean, attempt: Attempt): Reason | UnreadStore {
  const reason = certificateReason(secured, attempt);
  const isUnknown = isUnread && UNKNOWN_AUTHORITY.test(String(secured.authorizationError));
  return isUnknown && readMachineRoots().length > 0 ? { ...reason, again: true } : reason;
}

const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)/;

/** `roots`: authorities that are trusted beside those that Node brings along. */
function contextOf(tls: TlsSettings | undefined, roots: readonly string[]): SecureContext | Reason {
  const key = `${roots.length} ${tls === undefined ? '' : JSON.stringify(tls)}`;
  const known = contexts.get(key);
  if (known !== undefined) return known;
  try {
    const context = createSecureContext({
      ecdhCurve: CURVES,
      ...(tls?.minVersion && { minVersion: PROTOCOL_NAMES[tls.minVersion] }),
      ...(tls?.maxVersion && { maxVersion: PROTOCOL_NAMES[tls.maxVersion] }),
      ca: roots.length > 0 ? [...trustedRoots()] : tls?.ca,
      cert: tls?.cert,
      key: tls?.key,
      passphrase: tls?.passphrase,
    });
    if (contexts.size >= MOST_CONTEXTS) contexts.clear();
    contexts.set(key, context);
    return context;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { code: 'config', message: `certificate or key in http.tls cannot be read (${why})` };
  }
}
