import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions as SecureServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { whenOver } from './when-over.ts';

/**
 * Real servers on loopback, closed when the test ends. None of them closes the connections it has: a checker that leaks
 * a socket keeps the test from ending.
 */
export async function listen(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 512 });
  await once(server, 'listening');
  whenOver(async () => {
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

export async function httpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer({ keepAliveTimeout: 60_000 }, listener))}`;
}

/** `certificate`: a file of test/fixtures/tls without its ending. */
export async function httpsServer(
  certificate: string,
  listener: RequestListener = sayOk,
  options: SecureServerOptions = {},
): Promise<string> {
  const credentials = { cert: tlsFixture(certificate), key: tlsFixture('server-key'), ...options };
  const server = createHttpsServer(credentials, listener);
  server.on('tlsClientError', () => undefined);
  return `https://localhost:${await listen(server)}`;
}

export function tlsFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
}

/** A server that says to each connection what it likes, byte by byte; port only. */
export function tcpServer(onConnection: (socket: Socket) => void): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      onConnection(socket);
    }),
  );
}

/** A server that answers each connection, once something came, with these bytes as they are, and leaves it open. */
export async function rawServer(answer: string | Buffer, end = false): Promise<string> {
  const port = await tcpServer((socket) => {
    socket.once('data', () => (end ? socket.end(answer) : socket.write(answer)));
  });
  return `http://127.0.0.1:${port}`;
}

/** A port whose queue of connections is full and that nobody accepts from: to connect takes for ever. */
export async function fullPort(): Promise<number> {
  const stuck = spawn(process.execPath, ['-e', STUCK], { stdio: ['ignore', 'pipe', 'inherit'] });
  whenOver(() => void stuck.kill('SIGKILL'));
  return Number(await firstLine(stuck));
}

const STUCK = `
  const net = require('node:net');
  const server = net.createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    const { port } = server.address();
    for (let i = 0; i < 4; i += 1) net.connect(port, '127.0.0.1').on('error', () => undefined);
    // After the ticks in which the connections are begun, and before any loop that would accept them.
    process.nextTick(() => {
      require('node:fs').writeSync(1, port + '\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  });`;

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no output to read');
  const [data] = await once(child.stdout, 'data');
  return String(data).trim();
}

function sayOk(...[, response]: Parameters<RequestListener>): void {
  response.end('ok');
}
