import type { SecureContext } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { createSecureContext } from './builtins.ts';
import { trustedRoots } from './machine-roots.ts';

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

/** Ciphers and keys that OpenSSL refuses by itself: who looks at what a server has must not refuse it before. */
const ANY_STRENGTH = 'DEFAULT:@SECLEVEL=0';
/** `SSL_OP_LEGACY_SERVER_CONNECT`: a server without secure renegotiation is connected to all the same. */
const LEGACY_SERVER = 0x4;

/**
 * What a connection is made with, or why not. `roots`: authorities that are trusted beside those that Node brings along.
 * `place`: the setting that holds certificates and key.
 */
export function contextOf(
  tls: TlsSettings | undefined,
  roots: readonly string[],
  place = 'http.tls',
): SecureContext | Reason {
  const key = `${roots.length} ${tls === undefined ? '' : JSON.stringify(tls)}`;
  const known = contexts.get(key);
  if (known !== undefined) return known;
  try {
    const context = createSecureContext({
      ecdhCurve: CURVES,
      ...(tls?.maxVersion && { maxVersion: PROTOCOL_NAMES[tls.maxVersion] }),
      ...(tls?.anyStrength && { ciphers: ANY_STRENGTH, secureOptions: LEGACY_SERVER, minVersion: 'TLSv1' }),
      ...(tls?.minVersion && { minVersion: PROTOCOL_NAMES[tls.minVersion] }),
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
    return { code: 'config', message: `certificate or key in ${place} cannot be read (${why})` };
  }
}
