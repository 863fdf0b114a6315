import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from './attempt.ts';
import { socketReason } from './socket-reason.ts';

/** What is kept of a target's words, bytes; who sends more is not listened to. */
const MOST_HELD_BYTES = 64 * 1024;

/**
 * What came over a connection and was not taken yet, at most about `most` bytes and one packet. `isOver`: nothing more
 * will come; `error` says why, null where the peer closed in good order.
 */
export type Inbound = {
  readonly socket: Socket;
  readonly most: number;
  held: Buffer;
  isOver: boolean;
  error: Error | null;
  wake: (() => void) | null;
  readonly close: () => Buffer;
};

/** What was waited for: `bytes` up to its end. */
type Found = { readonly outcome: 'found'; readonly bytes: Buffer };
/** All that came instead. `ended`: the peer closed; `full`: it said more than is kept. */
type Missed = { readonly outcome: 'ended' | 'full'; readonly bytes: Buffer };
/** What came of waiting. */
export type Read = Found | Missed;

/** How many of the bytes that came so far are what is waited for; null while they are not. */
export type Look = (held: Buffer) => number | null;

/**
 * Begins to keep what comes over a connection; nobody else may read from it until `close`, which returns what nobody
 * took and leaves the connection open, paused and without listeners of ours, so that TLS can be put over it.
 */
export function openInbound(socket: Socket, attempt: Attempt, most = MOST_HELD_BYTES): Inbound {
  const keep = (chunk: Buffer): void => {
    inbound.held = inbound.held.length === 0 ? chunk : Buffer.concat([inbound.held, chunk]);
    attempt.received += chunk.length;
    if (inbound.held.length >= most) socket.pause();
    inbound.wake?.();
  };
  const end = (): void => {
    inbound.isOver = true;
    inbound.wake?.();
  };
  const fail = (error: Error): void => {
    inbound.error ??= error;
    end();
  };
  const close = (): Buffer => {
    socket.off('data', keep).off('end', end).off('close', end).off('error', fail).pause();
    return inbound.held;
  };
  const inbound: Inbound = {
    socket,
    most,
    held: Buffer.alloc(0),
    isOver: socket.destroyed,
    error: null,
    wake: null,
    close,
  };
  socket.on('data', keep).on('end', end).on('close', end).on('error', fail).resume();
  return inbound;
}

/** Who looked for so long rests for this many times as long, so that bytes that drip in cost a tenth of the CPU at most. */
const RESTS = 9;

/**
 * Takes what `look` waits for; all that came when the peer ends before that, or says more than is kept; why not when the
 * connection breaks or a deadline of the attempt ends it. It is never longer than the attempt's total deadline, however
 * slowly the peer speaks.
 */
export function readUntil(inbound: Inbound, look: Look, attempt: Attempt): Promise<Read | Reason> {
  const { now } = attempt.effects;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let next = 0;
    const settle = (read: Read | Reason): void => {
      clearTimeout(timer);
      inbound.wake = null;
      resolve(read);
    };
    const lookOnce = (): void => {
      timer = undefined;
      const began = now();
      const length = look(inbound.held);
      next = now() + RESTS * (now() - began);
      if (length !== null) settle(take(inbound, length));
      else if (inbound.error !== null) settle(socketReason(inbound.error, attempt));
      else if (inbound.isOver) settle({ outcome: 'ended', bytes: inbound.held });
      else if (inbound.held.length >= inbound.most) settle({ outcome: 'full', bytes: inbound.held });
    };
    inbound.wake = () => {
      const rest = inbound.isOver ? 0 : next - now();
      if (rest <= 0) lookOnce();
      else timer ??= setTimeout(lookOnce, rest);
    };
    attempt.giveUp = settle;
    lookOnce();
  });
}

function take(inbound: Inbound, length: number): Found {
  const bytes = inbound.held.subarray(0, length);
  inbound.held = inbound.held.subarray(length);
  if (inbound.held.length < inbound.most) inbound.socket.resume();
  return { outcome: 'found', bytes };
}
