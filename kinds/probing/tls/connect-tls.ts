import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Certificate } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { connect, createSecureContext } from '../../http/probe/builtins.ts';
import type { Attempt } from '../attempt.ts';
import { isIP } from '../builtins.ts';
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

/**
 * TLS over a connection within the attempt's deadlines, with the peer's certificate accepted; or why not. `protocols` are
 * offered by ALPN.
 */
export function connectTls(
  socket: Socket,
  tls: TlsSettings | undefined,
  attempt: Attempt,
  protocols: readonly string[] = HTTP_1_1,
): Promise<TLSSocket | Reason> {
  const { line, effects, to } = attempt;
  const secureContext = contextOf(tls);
  if ('code' in secureContext) return Promise.resolve(secureContext);
  return new Promise((resolve) => {
    const secured: TLSSocket = connect({
      socket,
      secureContext,
      host: to.host,
      ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
      ALPNProtocols: [...protocols],
      // Not carelessness: Node would destroy the socket before anyone can read which certificate it refused. Nothing is
      // sent until `authorized` has been looked at below.
      rejectUnauthorized: false,
      checkServerIdentity: (host) => peerNameError(secured, host),
    });
    keepCertificateWhole(secured);
    attempt.socket = secured;
    attempt.giveUp = resolve;
    secured.on('error', (error) => resolve(handshakeReason(error, attempt)));
    secured.once('secureConnect', () => {
      if (attempt.wantsFacts) attempt.certificate = certificateOf(secured);
      if (!secured.authorized && tls?.insecure !== true) return resolve(certificateReason(secured, attempt));
      line.secured = effects.now();
      resolve(secured);
    });
  });
}

function certificateOf(secured: TLSSocket): Certificate {
  const leaf = peerCertificate(secured);
  const until = new Date(leaf?.validTo ?? '');
  return {
    validTo: Number.isNaN(until.getTime()) ? (leaf?.validTo ?? '') : until.toISOString(),
    issuer: leaf?.issuer.replaceAll('\n', ', ') ?? '',
    fingerprint: leaf?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '',
  };
}

function contextOf(tls: TlsSettings | undefined): SecureContext | Reason {
  const key = tls === undefined ? '' : JSON.stringify(tls);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  try {
    const context = createSecureContext({
      ecdhCurve: CURVES,
      ...(tls?.minVersion && { minVersion: PROTOCOL_NAMES[tls.minVersion] }),
      ...(tls?.maxVersion && { maxVersion: PROTOCOL_NAMES[tls.maxVersion] }),
      ca: tls?.ca,
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
