import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt, Endpoint } from '../attempt.ts';
import { connectTcp } from '../connect-tcp.ts';
import { connectTls, onceStoreIsRead } from './connect-tls.ts';

/** What is said on the line in plain text before TLS begins; null when TLS may begin. */
type Preface = (socket: Socket) => Promise<Reason | null>;

const NONE: Preface = () => Promise.resolve(null);

/** A new connection with TLS over it, within the attempt's deadlines; or why not. `protocols` as connectTls has them. */
export function connectSecured(
  to: Endpoint,
  tls: TlsSettings | undefined,
  attempt: Attempt,
  protocols?: readonly string[],
  preface = NONE,
): Promise<TLSSocket | Reason> {
  return onceStoreIsRead(async () => {
    const socket = await connectTcp(to, attempt);
    if ('code' in socket) return socket;
    return (await preface(socket)) ?? connectTls(socket, tls, attempt, protocols);
  });
}
