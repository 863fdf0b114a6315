import type { Socket } from 'node:net';
import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../probing/attempt.ts';
import { startDeadline } from '../../probing/deadline.ts';
import { addPiece, newPieces, wholeOf } from '../../probing/pieces.ts';
import { NOT_YET } from '../../probing/timeline.ts';
import { headerValues } from '../observation.ts';
import type { Outgoing } from './encode.ts';
import type { Head } from './http1/head.ts';
import { ended, type Listener, newReader, read, stop } from './http1/reader.ts';
import { requestBytes } from './http1/request-bytes.ts';
import { brokenConnection, brokenHttp, closedEarly, notHttp } from './protocol-reason.ts';

/** What one hop answered. Each character of `rawHeaders`, names and values by turns, is a byte. */
export type Answer = {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly truncated: boolean;
  readonly httpVersion: string;
  /** The content-encoding that the body still has, as the server names it. */
  readonly coded?: string;
};

/** In place of an answer: the server wants the request over HTTP/1.1 (RFC 9113, 7). */
export const HTTP_1_1_REQUIRED = 'HTTP_1_1_REQUIRED';

/** How an answer is read. */
export type Reading = {
  /** Whether the headers are all there is to know of an answer; then its body is not read. */
  readonly headersOnly: (status: number, rawHeaders: readonly string[]) => boolean;
  /** The body is read for so long at most, and is then what has come. */
  readonly streamMs?: number | undefined;
};

/** More 1xx answers than any server has a reason to send before the real one. */
const MOST_INFORMATION = 20;

/** One request and its answer over a connection that is then closed. The body is read up to BODY_CAP_BYTES. */
export function exchange(
  socket: Socket,
  outgoing: Outgoing,
  attempt: Attempt,
  reading: Reading,
): Promise<Answer | Reason> {
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    const reader = newReader(outgoing.method, attempt.lenient);
    const settle = (outcome: Answer | Reason): void => {
      stop(reader);
      resolve(outcome);
      socket.destroy();
    };
    const listener = listenerOf(attempt, reading, settle);
    socket.on('data', (chunk: Buffer) => read(reader, chunk, listener));
    socket.on('end', () => {
      if (!ended(reader, listener)) settle(closedEarly(reader.framing, reader.filled > 0, attempt));
    });
    socket.on('error', (error) => settle(brokenConnection(error, reader.framing, attempt)));
    // What broke it before was told to nobody.
    if (socket.destroyed) settle(closedEarly(null, false, attempt));
    else send(socket, outgoing, attempt);
    // A proxy's tunnel was paused.
    socket.resume();
  });
}

function send(socket: Socket, outgoing: Outgoing, { effects }: Attempt): void {
  const bytes = requestBytes(outgoing);
  effects.trace?.tell('>', bytes);
  socket.write(bytes);
}

function listenerOf(attempt: Attempt, reading: Reading, settle: (outcome: Answer | Reason) => void): Listener {
  const { line, effects } = attempt;
  const pieces = newPieces();
  let head: Head | null = null;
  const answer = (truncated: boolean): void => {
    if (head === null) return;
    if (line.ended === NOT_YET) line.ended = effects.now();
    const { status, rawHeaders, version } = head;
    const body = truncated ? wholeOf(pieces).subarray(0, BODY_CAP_BYTES) : wholeOf(pieces);
    settle({ status, rawHeaders, body, truncated, httpVersion: version });
  };
  return {
    information: informationCounter(attempt, settle),
    head: (it) => {
      head = it;
      line.answered = effects.now();
      attempt.status = it.status;
      effects.trace?.head('<', `HTTP/${it.version} ${it.status} ${it.words}`, it.rawHeaders);
      if (reading.headersOnly(it.status, it.rawHeaders)) return false;
      beginBody(attempt, it.rawHeaders, reading, () => answer(true));
      return true;
    },
    body: (piece) => {
      line.ended = effects.now();
      addPiece(pieces, piece);
      attempt.received += piece.length;
      if (attempt.received > BODY_CAP_BYTES) answer(true);
    },
    over: () => {
      line.ended = effects.now();
      answer(false);
    },
    fault: (words, isHttp) => settle(isHttp ? brokenHttp(words, attempt) : notHttp(words, attempt)),
  };
}

/** A body comes: of a stream the reading ends after its time. */
export function beginBody(
  attempt: Attempt,
  rawHeaders: readonly string[],
  { streamMs }: Reading,
  enough: () => void,
): void {
  if (streamMs !== undefined) attempt.streaming = startDeadline(streamMs, attempt.effects.now, enough);
  else if (/^text\/event-stream/i.test(headerValues(rawHeaders, 'content-type')[0] ?? '')) {
    attempt.advice = '; an event stream has no end, write http.stream';
  }
}

/** To be called at each 1xx answer; fails when there are too many. */
export function informationCounter(attempt: Attempt, fail: (reason: Reason) => void): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count <= MOST_INFORMATION) return;
    fail({ code: 'protocol', message: `more than ${MOST_INFORMATION} 1xx answers from ${nameOf(attempt.to)}` });
  };
}
