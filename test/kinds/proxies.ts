import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { listen, tlsFixture } from './servers.ts';
import { whenOver } from './when-over.ts';

/** What a proxy saw: `CONNECT host:port` or `GET http://…`, and who asked. */
type Seen = {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly host: string | undefined;
};
type Proxy = { readonly url: string; readonly seen: Seen[] };

/** A forward proxy that opens tunnels too; with `login`, only for who says so. Every name leads to 127.0.0.1. */
export async function proxyServer({ login, tls = false }: { login?: string; tls?: boolean } = {}): Promise<Proxy> {
  const seen: Seen[] = [];
  const isLetIn = (request: IncomingMessage): boolean => {
    const authorization = request.headers['proxy-authorization'];
    seen.push({ line: `${request.method} ${request.url}`, authorization, host: request.headers.host });
    return login === undefined || authorization === `Basic ${Buffer.from(login).toString('base64')}`;
  };
  const server: Server = tls
    ? createHttpsServer({ cert: tlsFixture('good'), key: tlsFixture('server-key') })
    : createServer();
  server.on('tlsClientError', () => undefined);
  server.on('request', (request, response) => {
    if (isLetIn(request)) response.end(`through the proxy: ${request.url}`);
    else response.writeHead(407).end();
  });
  const open = new Set<Socket>();
  whenOver(() => {
    for (const socket of open) socket.destroy();
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined);
    if (!isLetIn(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const there = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1');
    open.add(there);
    there.on('error', () => socket.write('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    there.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    socket.on('close', () => there.destroy());
    there.on('close', () => socket.destroy());
  });
  const port = await listen(server);
  return { url: `${tls ? 'https' : 'http'}://localhost:${port}`, seen };
}
