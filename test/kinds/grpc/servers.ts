import { once } from 'node:events';
import { constants, createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { tlsFixture } from '../servers.ts';
import { whenOver } from '../when-over.ts';

/** Real servers of gRPC, by the library that most of Node's are made with, and servers that only look like one. */

const same = (bytes: Buffer): Buffer => bytes;
const HEALTH: grpc.ServiceDefinition = {
  Check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  },
};
/** What a health service says of each service that it knows, by number. */
const STATUS: Readonly<Record<string, number>> = { '': 1, 'orders.v1.Orders': 1, down: 2, odd: 9 };

type Seen = { readonly service: string; readonly deadline: number; readonly metadata: Record<string, unknown> };

/** A server with a health service; each call that comes is added to `seen`. The certificate is of localhost. */
export async function healthServer({ tls = false, health = true, seen = [] as Seen[] } = {}): Promise<number> {
  const server = new grpc.Server();
  if (health) server.addService(HEALTH, { Check: (call: Call, done: Done) => answer(call, done, seen) } as never);
  const credentials = tls
    ? grpc.ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(tlsFixture('server-key')), cert_chain: Buffer.from(tlsFixture('good')) },
      ])
    : grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  whenOver(() => server.forceShutdown());
  return port;
}

type Call = grpc.ServerUnaryCall<Buffer, Buffer>;
type Done = grpc.sendUnaryData<Buffer>;

function answer(call: Call, done: Done, seen: Seen[]): void {
  const reply = replyTo(call, seen);
  if (Buffer.isBuffer(reply)) done(null, reply);
  else done(reply);
}

function replyTo(call: Call, seen: Seen[]): Buffer | Partial<grpc.StatusObject> {
  const service = call.request.subarray(2).toString();
  seen.push({ service, deadline: Number(call.getDeadline()) - Date.now(), metadata: call.metadata.getMap() });
  if (service === 'secret' && call.metadata.get('authorization')[0] !== 'Bearer open') {
    return { code: 16, details: 'no token, got Bearer wrong-token' };
  }
  const status = STATUS[service];
  if (status === undefined && service !== 'secret') return { code: 5, details: 'unknown service \u001b[31m%E3' };
  return Buffer.from([8, status ?? 1]);
}

/** A message of gRPC: whether it says that it is compressed, and how long it says that it is. */
function message(bytes: Buffer, flag = 0, length = bytes.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, bytes]);
}

const SERVING = Buffer.from([8, 1]);
const HEAD = { ':status': 200, 'content-type': 'application/grpc' };

function ended(stream: ServerHttp2Stream, body: Buffer, trailers: Record<string, string>): void {
  stream.respond(HEAD, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end(body);
}

type Behaviour = (stream: ServerHttp2Stream, session: ServerHttp2Session) => void;

/** Each way in which a server of HTTP/2 is no healthy server of gRPC. */
export const HOSTILE: Readonly<Record<string, Behaviour>> = {
  'head only, UNIMPLEMENTED': (stream) =>
    stream.respond({ ...HEAD, 'grpc-status': '12', 'grpc-message': 'no%20health%E3%81%AA' }, { endStream: true }),
  'no grpc-status': (stream) => {
    stream.respond(HEAD);
    stream.end(message(SERVING));
  },
  'status that is no number': (stream) => ended(stream, message(SERVING), { 'grpc-status': '0x0' }),
  'status 0 without a message': (stream) => ended(stream, Buffer.alloc(0), { 'grpc-status': '0' }),
  'message, then status 13': (stream) =>
    ended(stream, message(SERVING), { 'grpc-status': '13', 'grpc-message': 'boom' }),
  'status that has no name': (stream) => ended(stream, message(SERVING), { 'grpc-status': '99' }),
  'message with half an escape': (stream) =>
    ended(stream, message(SERVING), { 'grpc-status': '2', 'grpc-message': '%zz%E3' }),
  'HTTP 503': (stream) => {
    stream.respond({ ':status': 503, 'content-type': 'text/html' });
    stream.end('<h1>bad gateway</h1>');
  },
  'an HTML page': (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    stream.end('<h1>hello\u001b[31m</h1>');
  },
  'an endless page': (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'text/html' });
    flood(stream, 'x'.repeat(16_000));
  },
  'gRPC-Web': (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc-web+proto' });
    stream.end(message(SERVING));
  },
  'a message of 4 GiB': (stream) => {
    stream.respond(HEAD);
    stream.write(message(SERVING, 0, 0xffffffff));
  },
  'a compressed message': (stream) => ended(stream, message(gzipSync(SERVING), 1), { 'grpc-status': '0' }),
  'no protobuf': (stream) => ended(stream, message(Buffer.from([0xff, 0xff, 0xff])), { 'grpc-status': '0' }),
  'an empty message': (stream) => ended(stream, message(Buffer.alloc(0)), { 'grpc-status': '0' }),
  'two messages': (stream) =>
    ended(stream, Buffer.concat([message(SERVING), message(SERVING)]), { 'grpc-status': '0' }),
  'half a prefix': (stream) => ended(stream, Buffer.from([0, 0]), { 'grpc-status': '0' }),
  'a message cut short': (stream) => ended(stream, message(SERVING, 0, 9), { 'grpc-status': '0' }),
  'endless messages': (stream) => {
    stream.respond(HEAD);
    flood(stream, message(Buffer.alloc(16_000)));
  },
  'a stream that is refused': (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  'a session that goes away': (_stream, session) => session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM),
  'a connection that is cut': (_stream, session) => session.socket.destroy(),
  'no answer': () => undefined,
};

/** Sends on for as long as the other side takes it. */
function flood(stream: ServerHttp2Stream, piece: string | Buffer): void {
  const more = (): void => {
    if (!stream.destroyed) stream.write(piece, more);
  };
  more();
}

/** A server of HTTP/2 in plain text that does as it is told. */
export async function hostileServer(behaviour: Behaviour): Promise<number> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    behaviour(stream, stream.session as ServerHttp2Session);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
