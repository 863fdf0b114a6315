import type { TLSSocket } from 'node:tls';

/** The version that was agreed on, as `1.3`; null where the connection is gone. */
export function tlsVersionOf(secured: TLSSocket): string | null {
  const name = secured.getProtocol()?.replace(/^TLSv1$/, 'TLSv1.0');
  return name?.replace(/^TLSv/, '') ?? null;
}
