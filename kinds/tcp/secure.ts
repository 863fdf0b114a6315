import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import { startTls } from '../probing/starttls/start-tls.ts';
import { connectTls, type UnreadStore } from '../probing/tls/connect-tls.ts';
import type { TcpTarget } from './check.ts';

/** A connection with TLS over it; once more when the store of this machine had to be read before its authority was known. */
export async function connectSecured(target: TcpTarget, attempt: Attempt): Promise<Socket | Reason> {
  const line = await connectOnce(target, attempt);
  return 'again' in line ? connectOnce(target, attempt) : line;
}

async function connectOnce(
  { host, port, serverName, starttls, tls }: TcpTarget,
  attempt: Attempt,
): Promise<Socket | Reason | UnreadStore> {
  const to = serverName === undefined ? { host, port } : { host: serverName, port, at: { host, port } };
  const socket = await connectTcp(to, attempt);
  if ('code' in socket) return socket;
  const refused = starttls === undefined ? null : await startTls(socket, starttls, attempt);
  return refused ?? connectTls(socket, tls, attempt, []);
}
