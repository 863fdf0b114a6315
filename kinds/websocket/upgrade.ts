import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import { USER_AGENT } from '#core/contract.ts';
import { quote, safeText } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { basic } from '../http/probe/encode.ts';
import { type Attempt, nameOf, stageOf } from '../probing/attempt.ts';
import { socketReason } from '../probing/socket-reason.ts';
import { NOT_YET } from '../probing/timeline.ts';
import type { WebsocketTarget } from './check.ts';
import { type Inbox, newInbox } from './inbox.ts';
import type { Received } from './observation.ts';

/** A message may be so long; a server that closes is given so long to end its side. */
const MOST_MESSAGE_BYTES = 64 * 1024;
const CLOSE_TIMEOUT_MS = 200;
/** Of the page with which an upgrade is refused, as much as is shown. */
const MOST_SHOWN_BYTES = 300;
/** Half of the pings at which ws gives up without a word. */
const MOST_PINGS = 500;

/** A connection on which messages go to and fro. */
export type Talk = { readonly socket: WebSocket; readonly inbox: Inbox };
/** An upgrade that was refused, with the beginning of the answer. */
export type Refused = Reason & { readonly last?: Received };

/** Asks for WebSocket over a connection (RFC 6455, 4), within the attempt's deadlines. */
export function upgrade(line: Socket, target: WebsocketTarget, attempt: Attempt): Promise<Talk | Refused> {
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    const { trace } = attempt.effects;
    const inbox = newInbox();
    const headers = headersOf(target);
    trace?.head('>', `GET ${target.url} with an upgrade to websocket`, pairsOf(headers));
    const socket = new WebSocket(target.url, [...target.protocols], {
      createConnection: () => line,
      headers,
      perMessageDeflate: false,
      maxPayload: MOST_MESSAGE_BYTES,
      followRedirects: false,
      // Part of ws's options since 8.19, not yet of its types.
      ...({ closeTimeout: CLOSE_TIMEOUT_MS } as object),
    });
    const end = (reason: Refused): void => {
      inbox.fail(reason);
      resolve(reason);
    };
    socket.on('upgrade', ({ rawHeaders }) => trace?.head('<', 'HTTP/1.1 101', rawHeaders));
    socket.on('unexpected-response', (_, response) => refused(response, attempt, end));
    // Of the socket's own listeners ws's come first, and say why it was destroyed.
    socket.on('error', (error: Error & { code?: string }) => end(reasonOf(error, attempt)));
    socket.on('message', (data: Buffer, isBinary) => {
      trace?.tell('<', data);
      inbox.add({ bytes: data, isText: !isBinary });
    });
    socket.on('close', (code, words) => {
      trace?.tell('*', `closed with ${code} ${words}`);
      inbox.closed({ code, words: words.toString() });
      resolve({ code: 'reset', message: `connection closed by ${nameOf(attempt.to)} (${stageOf(attempt)})` });
    });
    let pings = 0;
    socket.on('ping', () => {
      pings += 1;
      if (pings > MOST_PINGS) end({ code: 'protocol', message: `more than ${MOST_PINGS} pings` });
    });
    socket.on('open', () => {
      attempt.line.answered = attempt.effects.now();
      attempt.giveUp = inbox.fail;
      resolve({ socket, inbox });
    });
  });
}

function pairsOf(headers: Record<string, string | string[]>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
}

function headersOf({ headers, auth }: WebsocketTarget): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = { 'User-Agent': USER_AGENT };
  if (auth?.scheme === 'basic') all['Authorization'] = basic(auth.user, auth.password);
  if (auth?.scheme === 'bearer') all['Authorization'] = `Bearer ${auth.token}`;
  for (const [name, value] of headers) {
    const key = Object.keys(all).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
    const before = key === 'User-Agent' ? undefined : all[key];
    all[key] = before === undefined ? value : [before, value].flat();
  }
  return all;
}

/** Where a server answers anything but 101, its status says why, and the page behind it more. */
function refused(response: IncomingMessage, attempt: Attempt, end: (reason: Refused) => void): void {
  const { statusCode = 0, headers, rawHeaders } = response;
  attempt.effects.trace?.head('<', `HTTP/1.1 ${statusCode}`, rawHeaders);
  attempt.status = statusCode;
  const leads = headers.location === undefined ? '' : ` (it leads to ${quote(headers.location)})`;
  const reason: Reason = { code: 'status', message: `status ${statusCode}, wanted 101${leads}` };
  const pieces: Buffer[] = [];
  const done = (): void => {
    const bytes = Buffer.concat(pieces).subarray(0, MOST_SHOWN_BYTES);
    response.destroy();
    end({ ...reason, ...(bytes.length > 0 && { last: { bytes, isText: true } }) });
  };
  response.on('data', (piece: Buffer) => {
    pieces.push(piece);
    if (pieces.reduce((sum, { length }) => sum + length, 0) >= MOST_SHOWN_BYTES) done();
  });
  for (const event of ['end', 'error', 'close'] as const) response.on(event, done);
  attempt.giveUp = done;
}

/** What ws says of a server that breaks the protocol is in English, and of its own making. */
function reasonOf(error: Error & { code?: string }, attempt: Attempt): Reason {
  if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || error.code === 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH') {
    return { code: 'too-large', message: `a message of more than ${MOST_MESSAGE_BYTES / 1024} KiB` };
  }
  const isOurs = error.code === undefined || error.code.startsWith('WS_ERR') || error.code.startsWith('HPE_');
  if (!isOurs) return socketReason(error, attempt);
  const words = safeText(error.message).replace(/^Invalid WebSocket frame: /, '');
  const stage = attempt.line.answered === NOT_YET ? stageOf(attempt) : 'after the upgrade';
  return { code: 'protocol', message: `broken WebSocket from ${nameOf(attempt.to)}: ${words} (${stage})` };
}
