import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { ReasonCode } from '#core/verdict/reason.ts';
import type { HttpOverrides } from '../../../checks.ts';

/**
 * One way to be hostile. `code` and `message` are what the verdict must say, null for a target that is OK all the same.
 * HOST in a message is the target's host and port. `tls` serves it over TLS. `endless` never stops sending.
 */
export type Hostile = {
  readonly serve: (socket: Socket) => void;
  readonly code: ReasonCode | null;
  readonly message?: RegExp;
  readonly check?: HttpOverrides;
  readonly tls?: TlsOptions;
  readonly endless?: true;
};

export const OK = 'HTTP/1.1 200 OK\r\n';

/** Answers these bytes once something was asked, and leaves the connection open. */
export function say(answer: string | Buffer): Hostile['serve'] {
  return (socket) => void socket.once('data', () => socket.write(answer));
}

/** The same, and closes in good order. */
export function sayAndEnd(answer: string | Buffer): Hostile['serve'] {
  return (socket) => void socket.once('data', () => socket.end(answer));
}

/** The same, and resets the connection once that is on its way. */
export function sayAndReset(answer: string): Hostile['serve'] {
  return (socket) =>
    void socket.once('data', () => socket.write(answer, () => setImmediate(() => socket.resetAndDestroy())));
}

/** Begins, then writes the same piece for ever, as fast as it is taken. */
export function flood(begin: string | Buffer, piece: string | Buffer): Hostile['serve'] {
  const one = typeof piece === 'string' ? Buffer.from(piece) : piece;
  const block = Buffer.concat(Array<Buffer>(Math.ceil(16_384 / one.length)).fill(one));
  return (socket) => {
    const pump = (): void => {
      // A turn of the loop between the blocks: whoever listens in the same process must get some, too.
      if (socket.writable && socket.write(block)) setImmediate(pump);
    };
    socket.on('drain', pump);
    socket.once('data', () => {
      socket.write(begin);
      pump();
    });
  };
}

/** Begins, then writes a piece every few milliseconds: just enough not to be idle. */
export function drip(begin: string, piece: string, everyMs = 20): Hostile['serve'] {
  return (socket) =>
    void socket.once('data', () => {
      socket.write(begin);
      const timer = setInterval(() => socket.write(piece), everyMs);
      socket.on('close', () => clearInterval(timer));
    });
}

export type Served = { readonly url: string; readonly host: string; readonly close: () => Promise<void> };

/** Serves it on a port of its own. `close` ends when the last connection has, which a checker that leaks one prevents. */
export async function serve({ serve: onConnection, tls }: Pick<Hostile, 'serve' | 'tls'>): Promise<Served> {
  const open = new Set<Socket>();
  const answer = (socket: Socket): void => {
    open.add(socket.on('close', () => open.delete(socket)));
    socket.on('error', () => undefined);
    socket.resume();
    onConnection(socket);
  };
  const server = tls === undefined ? createTcpServer(answer) : createTlsServer(tls, answer);
  server.on('tlsClientError', () => undefined);
  server.listen({ port: 0, host: '127.0.0.1', backlog: 512 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const host = `127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    server.close();
    // Who does not read does not see an end.
    for (const socket of open) socket.resume();
    await once(server, 'close');
  };
  return { url: `${tls === undefined ? 'http' : 'https'}://${host}`, host, close };
}
