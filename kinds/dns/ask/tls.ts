import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, connectionMade, type Endpoint } from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import { connectTls } from '../../probing/tls/connect-tls.ts';
import type { Message } from '../wire/message.ts';
import type { Asked } from './heard.ts';
import type { Server } from './server.ts';
import { askOverStream } from './stream.ts';

/** Asks over TLS (RFC 7858). `serverName`: by which name the certificate is held, where it is not the host's. */
export async function askOverTls(
  server: Server,
  asked: Asked,
  attempt: Attempt,
  tls: TlsSettings | undefined,
  serverName: string | undefined,
): Promise<Message | Reason> {
  const { host, port } = server;
  const to: Endpoint = serverName === undefined ? { host, port } : { host: serverName, port, at: { host, port } };
  let secured = await secure(to, tls, attempt);
  // The store of this machine had to be read before the authority was known.
  if ('again' in secured) secured = await secure(to, tls, attempt);
  if ('code' in secured) return secured;
  connectionMade(attempt);
  return askOverStream(secured, asked, attempt);
}

async function secure(to: Endpoint, tls: TlsSettings | undefined, attempt: Attempt): Promise<TLSSocket | Reason> {
  const socket = await connectTcp(to, attempt);
  return 'code' in socket ? socket : connectTls(socket, tls, attempt, ['dot']);
}
