import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { whenOver } from '../when-over.ts';

/** Servers that answer whatever a test likes, by a library of its own kind: it reads and writes messages as others do. */

export type Query = { readonly id: number; readonly name: string; readonly type: string; readonly raw: Buffer };
/** The messages that are sent for a query, in their order. */
export type Behaviour = (query: Query, way: 'udp' | 'tcp') => readonly Buffer[];

/** A server on loopback over UDP and TCP, at one port. */
export async function dnsServer(behaviour: Behaviour): Promise<number> {
  for (;;) {
    const tcp = createServer((socket) => serve(socket, behaviour));
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4');
    udp.on('message', (raw, from) => {
      for (const message of behaviour(queryIn(raw), 'udp')) udp.send(message, from.port, from.address);
    });
    if (await isBound(udp, port)) {
      whenOver(() => void udp.close());
      whenOver(() => void tcp.close());
      return port;
    }
    tcp.close();
  }
}

/** Whether the port that TCP was given is free for UDP too; another test may have it. */
async function isBound(udp: UdpSocket, port: number): Promise<boolean> {
  udp.bind(port, '127.0.0.1');
  try {
    await once(udp, 'listening');
    return true;
  } catch {
    return false;
  }
}

/** Answers each query of a stream, byte by byte where it says so. */
export function serve(socket: Socket, behaviour: Behaviour, isSlow = false): void {
  socket.on('error', () => undefined);
  let come = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    come = Buffer.concat([come, chunk]);
    if (come.length < 2 || come.length < 2 + come.readUInt16BE(0)) return;
    const stream = Buffer.concat(behaviour(queryIn(come.subarray(2)), 'tcp').map(framed));
    come = Buffer.alloc(0);
    if (isSlow) for (const byte of stream) socket.write(Buffer.from([byte]));
    else socket.write(stream);
  });
}

/** A server over UDP alone: nobody is there over TCP. */
export async function udpServer(behaviour: (query: Query) => readonly Buffer[]): Promise<number> {
  const udp = createSocket('udp4');
  udp.on('message', (raw, { port, address }) => {
    for (const message of behaviour(queryIn(raw))) udp.send(message, port, address);
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  whenOver(() => void udp.close());
  return udp.address().port;
}

/** The port of a server on loopback, closed with all its connections when the test ends. */
export async function streamServer(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

export function queryIn(raw: Buffer): Query {
  const { id = 0, questions = [] } = decode(raw);
  const [{ name, type } = { name: '', type: 'A' as const }] = questions;
  return { id, name, type, raw: Buffer.from(raw) };
}

/** An answer to a query, as the library writes it. */
export function answer(query: Query, answers: readonly Answer[] = [], more: Packet = {}): Buffer {
  const { questions = [] } = decode(query.raw);
  return encode({ type: 'response', id: query.id, questions, answers: [...answers], ...more });
}

/** An answer whose records are bytes. `counts` says of how many there are in each section. */
export function rawAnswer(query: Query, records: string | Buffer, count = 1): Buffer {
  const head = answer(query);
  head.writeUInt16BE(count, 6);
  return Buffer.concat([head, typeof records === 'string' ? Buffer.from(records, 'hex') : records]);
}

export const a = (name: string, data: string, ttl = 300): Answer => ({ type: 'A', name, data, ttl });
export const cname = (name: string, data: string): Answer => ({ type: 'CNAME', name, data, ttl: 300 });

/** As most are: an address for ok.test, nothing for what begins with `wrong`, and no other name. */
export const plain: Behaviour = (query) => {
  if (query.name === 'ok.test') return [answer(query, [a('ok.test', '192.0.2.1')], { flags: 0x0400 })];
  return [answer(query, [], { flags: query.name.startsWith('wrong') ? 0 : 3 })];
};
