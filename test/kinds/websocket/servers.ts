import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { tlsFixture } from '../servers.ts';
import { whenOver } from '../when-over.ts';

/** Real servers of WebSocket, by the library that most of Node's are made with, and servers that only look like one. */

/** Answers `ping` with `pong`, JSON with its id, `bytes` in bytes, `who` with the headers of its upgrade; `bye` ends it with 4000. */
export async function chatServer({ tls = false } = {}): Promise<string> {
  const credentials = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
  const server = tls ? createSecureServer(credentials) : createServer();
  const chat = new WebSocketServer({ server, handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false) });
  chat.on('connection', (client, request) => {
    client.on('error', () => undefined);
    client.on('message', (data, isBinary) => {
      const said = data.toString();
      if (isBinary) return client.send(Buffer.from([2, ...(data as Buffer)]));
      if (said === 'bye') return client.close(4000, 'good night');
      if (said === 'who') return client.send(JSON.stringify(request.headers));
      if (said.startsWith('{')) return client.send(JSON.stringify({ type: 'ack', of: JSON.parse(said) }));
      client.send('news: rain');
      return client.send(said === 'ping' ? 'pong' : `no ${said}, Bearer wrong-token`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(() => {
    for (const client of chat.clients) client.terminate();
    server.close();
  });
  return `${tls ? 'wss://localhost' : 'ws://127.0.0.1'}:${(server.address() as AddressInfo).port}/`;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const acceptOf = (key: string) =>
  createHash('sha1')
    .update(key + GUID)
    .digest('base64');

type Behaviour = (line: Duplex, key: string) => void;

function open(line: Duplex, key: string, more = ''): void {
  const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
  line.write(`${head}Sec-WebSocket-Accept: ${acceptOf(key)}\r\n${more}\r\n`);
}

const frame = (...bytes: number[]) => Buffer.from(bytes);
const textFrame = (words: string) => Buffer.concat([frame(0x81, words.length), Buffer.from(words)]);

/** Sends on for as long as the other side takes it. */
function flood(line: Duplex, piece: Buffer): void {
  const more = (): void => {
    if (!line.destroyed) line.write(piece, () => setImmediate(more));
  };
  more();
}

const LONG = Buffer.concat([frame(0x81, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0), Buffer.alloc(100_000, 97)]);
const refusal = (head: string) => (line: Duplex) => void line.end(`HTTP/1.1 ${head}`);

/** Each way in which a server is no healthy server of WebSocket. Every one is asked for a message `pong`. */
export const HOSTILE: Readonly<Record<string, Behaviour>> = {
  'a status of 403': refusal('403 Forbidden\r\nContent-Length: 9\r\n\r\nno way \u001b!'),
  'a page': refusal('200 OK\r\nContent-Length: 5\r\n\r\nhello'),
  'an endless page': (line) => {
    line.write('HTTP/1.1 200 OK\r\n\r\n');
    flood(line, Buffer.alloc(16_000, 97));
  },
  'a redirect': refusal('302 Found\r\nLocation: wss://elsewhere.example/\r\nContent-Length: 0\r\n\r\n'),
  'no HTTP': (line) => void line.end('SSH-2.0-OpenSSH_9.2\r\n'),
  'another accept': (line) =>
    void line.write(
      'HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n',
    ),
  'a subprotocol nobody asked for': (line, key) => open(line, key, 'Sec-WebSocket-Protocol: evil\r\n'),
  'an extension nobody asked for': (line, key) => open(line, key, 'Sec-WebSocket-Extensions: permessage-deflate\r\n'),
  'a masked frame': (line, key) => {
    open(line, key);
    line.write(frame(0x81, 0x82, 1, 2, 3, 4, 5, 6));
  },
  'a frame of 2^62 bytes': (line, key) => {
    open(line, key);
    line.write(frame(0x81, 127, 0x40, 0, 0, 0, 0, 0, 0, 0, 65));
  },
  'a message of 100 kB': (line, key) => {
    open(line, key);
    line.write(LONG);
  },
  'endless fragments': (line, key) => {
    open(line, key);
    line.write(frame(0x01, 1, 97));
    flood(line, Buffer.concat(Array<Buffer>(2_000).fill(frame(0x00, 1, 97))));
  },
  'text that is no UTF-8': (line, key) => {
    open(line, key);
    line.write(frame(0x81, 2, 0xc3, 0x28));
  },
  'a flood of pings': (line, key) => {
    open(line, key);
    flood(line, Buffer.concat(Array<Buffer>(500).fill(frame(0x89, 1, 97))));
  },
  'chatter without an end': (line, key) => {
    open(line, key);
    flood(line, Buffer.concat(Array<Buffer>(500).fill(textFrame('another'))));
  },
  'a close with 1011': (line, key) => {
    open(line, key);
    line.write(Buffer.concat([frame(0x88, 6, 0x03, 0xf3), Buffer.from('boom')]));
  },
  'a close with a code that there is not': (line, key) => {
    open(line, key);
    line.write(frame(0x88, 2, 0x03, 0xed));
  },
  'an end without a Close frame': (line, key) => {
    open(line, key);
    line.end();
  },
  'a hang-up': (line) => void line.destroy(),
  'no upgrade': () => undefined,
  'silence after the upgrade': (line, key) => open(line, key),
};

/** A server of HTTP that answers an upgrade as it is told. */
export async function hostileServer(behaviour: Behaviour): Promise<string> {
  const lines = new Set<Duplex>();
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, line: Duplex) => {
    lines.add(line);
    line.on('error', () => undefined);
    behaviour(line, String(request.headers['sec-websocket-key']));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(() => {
    for (const line of lines) line.destroy();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
