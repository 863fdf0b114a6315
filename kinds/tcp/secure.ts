import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, endpointNamed } from '../probing/attempt.ts';
import { startTls } from '../probing/starttls/start-tls.ts';
import { connectSecured } from '../probing/tls/connect-secured.ts';
import type { TcpTarget } from './check.ts';

/** A connection with TLS over it, asked for by STARTTLS where the check says so. */
export function secureLine(
  { tls, serverName, starttls, ...place }: TcpTarget,
  attempt: Attempt,
): Promise<Socket | Reason> {
  const preface = starttls === undefined ? undefined : (socket: Socket) => startTls(socket, starttls, attempt);
  return connectSecured(endpointNamed(place, serverName), tls, attempt, [], preface);
}
