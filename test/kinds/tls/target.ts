import { createServer } from 'node:tls';
import { listen, tlsFixture } from '../servers.ts';
import { type KindTarget, SECRET_REFERENCE } from '../target.ts';

/** A server whose certificate is good, and one whose certificate has ended. */
export async function startTarget(): Promise<KindTarget> {
  const [good, expired] = [await tlsServer('good'), await tlsServer('expired')];
  const target = { host: '127.0.0.1', serverName: 'localhost', ca: tlsFixture('root') };
  return {
    ok: { tls: { ...target, port: good } },
    ng: { tls: { ...target, port: expired } },
    secret: { entry: { tls: { ...target, port: good, serverName: SECRET_REFERENCE } }, value: 'hush-hush.example' },
  };
}

function tlsServer(certificate: string): Promise<number> {
  const server = createServer({ cert: tlsFixture(certificate), key: tlsFixture('server-key') }, (socket) => {
    socket.on('error', () => undefined).resume();
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}
