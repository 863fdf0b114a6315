import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { MAX_HEADER_BYTES } from '#core/contract.ts';
import { addPiece, newPieces, wholeOf } from '../pieces.ts';

/** How far a connection's frames (RFC 9113, 4.1) have been read: their heads, not what they carry. */
export type FrameCounter = {
  readonly head: Buffer;
  /** Bytes of the head that have come. */
  filled: number;
  /** Bytes of the frame that have not. */
  left: number;
  hasBegun: boolean;
  /** Frames without a byte of body. */
  bare: number;
  /** Headers that have begun and not ended: HEADERS or PUSH_PROMISE and the CONTINUATION frames behind it. */
  block: { bytes: number; continuations: number; isLast: boolean } | null;
};

/** One less than nghttp2 takes, which must never see one too many. Headers of MAX_HEADER_BYTES need three. */
const MOST_CONTINUATIONS = 7;
/** What an endpoint takes that does not announce more (RFC 9113, 6.5.2). */
const MOST_FRAME_BYTES = 16 * 1024;
/** Half of the SETTINGS, PING or empty DATA frames at which nghttp2 or Node give up. */
const MOST_BARE = 500;
const HEAD_BYTES = 9;
const [DATA, HEADERS, SETTINGS, PUSH_PROMISE, WINDOW_UPDATE, CONTINUATION] = [0, 1, 4, 5, 8, 9];
const END_HEADERS = 0x4;

/** A counter of frames that has seen none. */
export function newFrameCounter(): FrameCounter {
  return { head: Buffer.alloc(HEAD_BYTES), filled: 0, left: 0, hasBegun: false, bare: 0, block: null };
}

/** Reads on. Up to where in the chunk no headers are open, nor a frame's head, in bytes; or what is wrong, in words. */
export function countFrames(counter: FrameCounter, chunk: Buffer): number | string {
  let closed = 0;
  for (let at = 0; at < chunk.length; ) {
    const isHead = counter.left === 0;
    const taken = Math.min(isHead ? HEAD_BYTES - counter.filled : counter.left, chunk.length - at);
    if (isHead) {
      chunk.copy(counter.head, counter.filled, at, at + taken);
      counter.filled += taken;
      if (counter.filled < HEAD_BYTES) break;
      const fault = begin(counter);
      if (fault !== null) return fault;
    } else {
      counter.left -= taken;
    }
    at += taken;
    if (isClosed(counter)) closed = at;
  }
  return closed;
}

function isClosed(counter: FrameCounter): boolean {
  if (counter.left === 0 && counter.block?.isLast === true) counter.block = null;
  return counter.block === null;
}

/** A frame whose head has come whole; or what is wrong with it. */
function begin(counter: FrameCounter): string | null {
  const { head } = counter;
  const type = head[3];
  counter.filled = 0;
  counter.left = head.readUIntBE(0, 3);
  if (!counter.hasBegun && type !== SETTINGS) return 'it does not begin with SETTINGS';
  counter.hasBegun = true;
  if (counter.left > MOST_FRAME_BYTES) return `frame is longer than ${MOST_FRAME_BYTES / 1024} KiB`;
  // How many of these come depends on what we send.
  if (type !== WINDOW_UPDATE && (type !== DATA || counter.left === 0)) counter.bare += 1;
  if (counter.bare > MOST_BARE) return `more than ${MOST_BARE} frames without a body`;
  return counter.block === null && type !== HEADERS && type !== PUSH_PROMISE ? null : continueBlock(counter);
}

/** A frame of headers; or of something else, where headers have not ended. */
function continueBlock(counter: FrameCounter): string | null {
  const { head } = counter;
  const type = head[3];
  if (counter.block !== null && type !== CONTINUATION) return 'another frame stands between those of its headers';
  const block = counter.block ?? { bytes: 0, continuations: 0, isLast: false };
  counter.block = block;
  block.bytes += counter.left;
  if (type === CONTINUATION) block.continuations += 1;
  block.isLast = ((head[4] ?? 0) & END_HEADERS) !== 0;
  if (block.continuations > MOST_CONTINUATIONS) return `more than ${MOST_CONTINUATIONS} CONTINUATION frames`;
  return block.bytes > MAX_HEADER_BYTES ? `headers are longer than ${MAX_HEADER_BYTES / 1024} KiB` : null;
}

/**
 * The connection as node:http2 may see it: headers come whole or not at all. Where nghttp2 gives up (a ninth CONTINUATION
 * frame, a flood of SETTINGS) it may keep memory, and then Node 24 ends the process at a garbage collection. `refuse` is
 * told what is wrong, and nothing is passed on any more. Destroys the socket with itself.
 */
export function guardFrames(socket: Socket, refuse: (words: string) => void): Duplex {
  const counter = newFrameCounter();
  let held = newPieces();
  const guarded = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  const take = (chunk: Buffer): void => {
    if (guarded.destroyed) return;
    const closed = countFrames(counter, chunk);
    if (typeof closed === 'string') {
      refuse(closed);
      guarded.destroy();
      return;
    }
    addPiece(held, chunk.subarray(0, closed || chunk.length));
    if (closed === 0) return;
    const isWanted = guarded.push(wholeOf(held));
    held = newPieces();
    if (closed < chunk.length) addPiece(held, chunk.subarray(closed));
    if (!isWanted) socket.pause();
  };
  socket.on('data', take);
  socket.on('end', () => guarded.push(null));
  socket.on('error', (error) => guarded.destroy(error));
  socket.on('close', () => guarded.destroy());
  return guarded;
}
