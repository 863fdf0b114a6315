import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { nameOf } from '../attempt.ts';
import { chainLines } from './chain-lines.ts';
import type { Mark, Trace, TraceLine } from './trace.ts';

/** Of one text so many characters are kept, and of all texts of an attempt: a target may send without end. */
const MOST_TEXT = 16 * 1024;
const MOST_IN_ALL = 128 * 1024;

/** What takes lines down, and the lines so far. */
type Recorder = { readonly trace: Trace; readonly lines: () => readonly TraceLine[] };

/** `isOurs`: nothing that was answered is a part of it. */
type OnLine = (line: TraceLine, isOurs: boolean) => void;

/** A trace that takes down lines. `now` is the probe's clock, in milliseconds. `onLine` is given each as it is. */
export function newRecorder(now: () => number, onLine: OnLine): Recorder {
  const began = now();
  const taken: TraceLine[] = [];
  let room = MOST_IN_ALL;
  const tell = (mark: Mark, said: string | Buffer, isOurs = false): void => {
    const lines = (typeof said === 'string' ? said : textIn(said)).replaceAll('\r\n', '\n');
    const text = shortened(withoutLastBreaks(lines), Math.min(room, MOST_TEXT));
    if (room <= 0) return;
    room -= text.length;
    const line = { atMs: now() - began, mark, text: room > 0 ? text : `${text}\n(the rest is not shown)` };
    taken.push(line);
    onLine(line, isOurs);
  };
  const trace: Trace = {
    tell,
    step: (text) => tell('*', text, true),
    connecting: (socket) => watchConnecting(socket, (text) => tell('*', text)),
    securing: (socket, isInsecure) => watchSecuring(socket, isInsecure, (text) => tell('*', text)),
    head: (mark, first, rawHeaders, body = null) => {
      tell(mark, `${headText(first, rawHeaders)}${body === null ? '' : `\n\n${textIn(body)}`}`);
    },
  };
  return { trace, lines: () => taken };
}

type Say = (text: string) => void;

function watchConnecting(socket: Socket, say: Say): void {
  socket.on('lookup', (error: NodeJS.ErrnoException | null, address: string, _family: number, host: string) => {
    say(error ? `${host} does not resolve: ${error.code ?? error.message}` : `${host} is ${address}`);
  });
  socket.on('connectionAttempt', (address: string, port: number) => {
    say(`connecting to ${nameOf({ host: address, port })}`);
  });
  socket.on(
    'connectionAttemptFailed',
    (address: string, port: number, _family: number, error: NodeJS.ErrnoException) => {
      say(`no connection to ${nameOf({ host: address, port })}: ${error.code ?? error.message}`);
    },
  );
  socket.on('connectionAttemptTimeout', (address: string, port: number) => {
    say(`no answer from ${nameOf({ host: address, port })} yet, trying the next address`);
  });
  socket.on('connect', () => {
    const { remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 } = socket;
    const from = nameOf({ host: localAddress, port: localPort });
    say(`connected to ${nameOf({ host: remoteAddress, port: remotePort })} from ${from}`);
  });
}

function watchSecuring(socket: TLSSocket, isInsecure: boolean, say: Say): void {
  socket.once('secureConnect', () => {
    const { alpnProtocol } = socket;
    const picked = alpnProtocol ? `, ${alpnProtocol} by ALPN` : '';
    say(`${socket.getProtocol() ?? 'TLS'}, ${socket.getCipher().standardName}${picked}`);
    say(chainLines(socket).join('\n'));
    const allowed = isInsecure ? ', which insecure allows' : '';
    // Node's types promise an Error here; it is the error's code.
    const fault = `the certificate fails: ${String(socket.authorizationError)}${allowed}`;
    say(socket.authorized ? 'the certificate is accepted' : fault);
  });
}

function headText(first: string, rawHeaders: readonly string[]): string {
  const pairs = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1] ?? ''}`] : []));
  const head = [first, ...pairs].join('\n');
  const bytes = Buffer.from(head, 'latin1');
  return isText(bytes) ? bytes.toString() : head;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as text; of a message whose body is no text, its head and how long the body is. */
function textIn(bytes: Buffer): string {
  if (isText(bytes)) return bytes.toString();
  const end = bytes.indexOf('\r\n\r\n');
  const body = end === -1 ? bytes : bytes.subarray(end + 4);
  const head = end === -1 ? '' : `${bytes.toString('latin1', 0, end)}\r\n\r\n`;
  return `${head}(${body.length.toLocaleString('en-US')} bytes that are no text)`;
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    UTF8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(most, 0))}…`;
}

/** Not by a regex, which would look at each of many line breaks within a text as if it were the last. */
function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}
