import { MAX_HEADER_BYTES } from '#core/contract.ts';
import { type Chunks, newChunks, readChunks } from './chunks.ts';
import { type Framing, framingOf } from './framing.ts';
import { endOfHead, type Head, readHead } from './head.ts';

/** Told of an answer as it comes. `head` says whether its body is wanted. After `over` or `fault` comes nothing more. */
export type Listener = {
  readonly information: () => void;
  readonly head: (head: Head) => boolean;
  readonly body: (piece: Buffer) => void;
  /** `rest`: what came behind the answer. */
  readonly over: (rest: Buffer) => void;
  /** What is wrong, in words; of an answer that does not begin as HTTP does, its beginning. */
  readonly fault: (words: string, isHttp: boolean) => void;
};

/**
 * How far an answer in HTTP/1 has been read. `held`: the bytes of a head that has not come whole, `searched` how many of
 * them were looked through.
 */
export type Reader = {
  readonly method: string;
  readonly lenient: Set<string>;
  held: Buffer;
  filled: number;
  searched: number;
  framing: Framing | null;
  left: number;
  chunks: Chunks | null;
  isOver: boolean;
};

const NOTHING = Buffer.alloc(0);
const [LF, CR] = [0x0a, 0x0d];
/** Browsers look for the status line behind so many bytes. */
const MOST_EMPTY_LINE_BYTES = 4;
const BEGINNING = 'http/';

/** `lenient` takes, in short words, what is read though it is not as it should be. */
export function newReader(method: string, lenient: Set<string>): Reader {
  return {
    method,
    lenient,
    held: NOTHING,
    filled: 0,
    searched: 0,
    framing: null,
    left: 0,
    chunks: null,
    isOver: false,
  };
}

/** Reads on. */
export function read(reader: Reader, bytes: Buffer, listener: Listener): void {
  let rest = bytes;
  while (!reader.isOver && reader.framing === null && rest.length > 0) rest = readOneHead(reader, rest, listener);
  if (reader.isOver || reader.framing === null) return;
  readBody(reader, reader.framing, rest, listener);
}

/** The connection has ended. False when that was too early. */
export function ended(reader: Reader, listener: Listener): boolean {
  if (reader.isOver) return true;
  if (reader.framing?.by !== 'close') return false;
  over(reader, NOTHING, listener);
  return true;
}

function over(reader: Reader, rest: Buffer, listener: Listener): void {
  reader.isOver = true;
  listener.over(rest);
}

function broken(reader: Reader, words: string, listener: Listener, isHttp = true): Buffer {
  reader.isOver = true;
  listener.fault(words, isHttp);
  return NOTHING;
}

/** What is left of the bytes behind the head, if it ends in them. */
function readOneHead(reader: Reader, bytes: Buffer, listener: Listener): Buffer {
  const head = withHeld(reader, withoutEmptyLines(reader, bytes));
  const odd = otherBeginning(head);
  if (odd !== null) return broken(reader, odd, listener, false);
  const end = endOfHead(head, reader.searched);
  if (end > MAX_HEADER_BYTES || (end === -1 && head.length > MAX_HEADER_BYTES)) {
    return broken(reader, `headers are longer than ${MAX_HEADER_BYTES / 1024} KiB`, listener);
  }
  if (end === -1) {
    hold(reader, head);
    return NOTHING;
  }
  const parsed = readHead(head.toString('latin1', 0, end));
  reader.filled = 0;
  reader.searched = 0;
  if (typeof parsed === 'string') return broken(reader, parsed, listener);
  for (const word of parsed.lenient) reader.lenient.add(word);
  const rest = head.subarray(end);
  if (isInformation(parsed.status)) {
    listener.information();
    return rest;
  }
  begin(reader, parsed, rest, listener);
  return rest;
}

function isInformation(status: number): boolean {
  return status < 200 && status !== 101;
}

function withoutEmptyLines(reader: Reader, bytes: Buffer): Buffer {
  if (reader.filled > 0) return bytes;
  let at = 0;
  while (at < MOST_EMPTY_LINE_BYTES && (bytes[at] === CR || bytes[at] === LF)) at += 1;
  if (at === 0) return bytes;
  reader.lenient.add('empty line before the status');
  return bytes.subarray(at);
}

function withHeld(reader: Reader, bytes: Buffer): Buffer {
  if (reader.filled === 0) return bytes;
  const whole = reader.filled + bytes.length;
  if (whole > reader.held.length) {
    const grown = Buffer.allocUnsafe(Math.max(whole, reader.held.length * 2));
    reader.held.copy(grown, 0, 0, reader.filled);
    reader.held = grown;
  }
  bytes.copy(reader.held, reader.filled);
  return reader.held.subarray(0, whole);
}

/** Kept for the bytes that follow. The last few are looked through again: an empty line may begin there. */
function hold(reader: Reader, head: Buffer): void {
  if (reader.filled === 0) reader.held = head;
  reader.filled = head.length;
  reader.searched = Math.max(0, head.lastIndexOf(LF));
}

/** More of an answer that is no HTTP is not looked at. */
const MOST_BEGINNING = 4096;

/** How it begins, in words, when that is not how HTTP begins. */
function otherBeginning(head: Buffer): string | null {
  const begun = head.toString('latin1', 0, BEGINNING.length).toLowerCase();
  return BEGINNING.startsWith(begun) ? null : head.toString('latin1', 0, MOST_BEGINNING);
}

function begin(reader: Reader, head: Head, rest: Buffer, listener: Listener): void {
  const framing = framingOf(head, reader.method, reader.lenient);
  if (typeof framing === 'string') return void broken(reader, framing, listener);
  reader.framing = framing;
  if (framing.by === 'length') reader.left = framing.length;
  if (framing.by === 'chunks') reader.chunks = newChunks();
  if (!listener.head(head) || framing.by === 'nothing' || (framing.by === 'length' && framing.length === 0)) {
    over(reader, rest, listener);
  }
}

function readBody(reader: Reader, framing: Framing, bytes: Buffer, listener: Listener): void {
  if (bytes.length === 0) return;
  if (reader.chunks !== null) {
    const fault = readChunks(reader.chunks, bytes, reader.lenient, listener.body);
    if (reader.isOver) return;
    if (fault !== null) broken(reader, fault, listener);
    else if (reader.chunks.state === 'over') over(reader, NOTHING, listener);
    return;
  }
  const piece = framing.by === 'length' ? bytes.subarray(0, reader.left) : bytes;
  reader.left -= piece.length;
  listener.body(piece);
  if (framing.by === 'length' && reader.left <= 0 && !reader.isOver) over(reader, NOTHING, listener);
}

/** Nothing more is wanted. */
export function stop(reader: Reader): void {
  reader.isOver = true;
}
