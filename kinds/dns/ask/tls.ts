import type { TlsSettings } from '#core/check/tls.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, connectionMade, endpointNamed } from '../../probing/attempt.ts';
import { connectSecured } from '../../probing/tls/connect-secured.ts';
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
  const secured = await connectSecured(endpointNamed(server, serverName), tls, attempt, ['dot']);
  if ('code' in secured) return secured;
  connectionMade(attempt);
  return askOverStream(secured, asked, attempt);
}
