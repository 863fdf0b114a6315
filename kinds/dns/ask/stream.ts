import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, connectionMade, nameOf } from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import { socketReason } from '../../probing/socket-reason.ts';
import { NOT_YET } from '../../probing/timeline.ts';
import type { Message } from '../wire/message.ts';
import { type Asked, heard, traceQuestion, withOthers } from './heard.ts';
import type { Server } from './server.ts';

/** No answer that a check can be interested in is longer, and what takes long to read is. */
const MOST_BYTES = 16 * 1024;
/** Messages that answer something else, before one gives up on a server. */
const MOST_OTHERS = 10;
const LENGTH_BYTES = 2;

/** Asks over a TCP connection of its own. */
export async function askOverTcp(server: Server, asked: Asked, attempt: Attempt): Promise<Message | Reason> {
  const socket = await connectTcp(server, attempt);
  if ('code' in socket) return socket;
  connectionMade(attempt);
  return askOverStream(socket, asked, attempt);
}

/** Asks over a connection, on which each message stands behind its length in two bytes (RFC 7766, 8). */
export function askOverStream(socket: Socket, asked: Asked, attempt: Attempt): Promise<Message | Reason> {
  return new Promise((resolve) => {
    const inbound: Inbound = { frame: Buffer.alloc(LENGTH_BYTES + MOST_BYTES), filled: 0, others: 0 };
    const end = (answer: Message | Reason): void => {
      resolve('code' in answer ? withOthers(answer, inbound.others, 1) : answer);
    };
    attempt.giveUp = end;
    socket.on('data', (chunk) => {
      if (attempt.line.answered === NOT_YET) attempt.line.answered = attempt.effects.now();
      attempt.received += chunk.length;
      const answer = answerIn(chunk, inbound, asked, attempt);
      if (answer === null) return;
      attempt.line.ended = attempt.effects.now();
      end(answer);
    });
    socket.on('error', (error) => end(socketReason(error, attempt)));
    socket.on('close', () => end(closedEarly(inbound, attempt)));
    traceQuestion(asked, attempt, 'a stream');
    socket.write(framed(asked.bytes));
  });
}

/** A message as it comes, however it is cut: `filled` bytes of its length and of itself. `others` came before it. */
type Inbound = { readonly frame: Buffer; filled: number; others: number };

/** The answer, or why there is none, where it is whole with what came now; null otherwise. */
function answerIn(chunk: Buffer, inbound: Inbound, asked: Asked, attempt: Attempt): Message | Reason | null {
  for (const message of messagesIn(inbound, chunk)) {
    const answer = 'code' in message ? message : heard(message, asked, attempt);
    if (answer !== null) return answer;
    inbound.others += 1;
    if (inbound.others > MOST_OTHERS) return { code: 'protocol', message: 'no answer to the question' };
  }
  return null;
}

/** The messages that are whole with what came now; why no more is read where one is too long. */
function* messagesIn(inbound: Inbound, chunk: Buffer): Generator<Buffer | Reason> {
  const { frame } = inbound;
  let rest = chunk;
  while (rest.length > 0) {
    const copied = rest.copy(frame, inbound.filled, 0, roomIn(inbound));
    inbound.filled += copied;
    rest = rest.subarray(copied);
    if (inbound.filled < LENGTH_BYTES) continue;
    const size = frame.readUInt16BE(0);
    if (size > MOST_BYTES) yield tooLong(size);
    if (inbound.filled < LENGTH_BYTES + size) continue;
    inbound.filled = 0;
    yield Buffer.from(frame.subarray(LENGTH_BYTES, LENGTH_BYTES + size));
  }
}

/** Of the message that is being read: first its length, then as much as that says. */
function roomIn({ frame, filled }: Inbound): number {
  return filled < LENGTH_BYTES ? LENGTH_BYTES - filled : LENGTH_BYTES + frame.readUInt16BE(0) - filled;
}

function framed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function tooLong(size: number): Reason {
  const message = `answer of ${size.toLocaleString('en-US')} bytes, wanted ${MOST_BYTES.toLocaleString('en-US')} or less`;
  return { code: 'too-large', message };
}

function closedEarly({ frame, filled }: Inbound, attempt: Attempt): Reason {
  const come =
    filled < LENGTH_BYTES
      ? 'without an answer'
      : `after ${filled - LENGTH_BYTES} of ${frame.readUInt16BE(0)} bytes of its answer`;
  return { code: 'reset', message: `connection closed by ${nameOf(attempt.to)} ${come}` };
}
