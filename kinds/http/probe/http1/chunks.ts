import { BARE_LF } from './head.ts';

/**
 * How far a chunked body (RFC 9112, 7.1) has been read. `left`: bytes of the chunk that have not come. `line`: bytes of
 * the line that is being read, its end excluded.
 */
export type Chunks = {
  state: 'size' | 'extension' | 'data' | 'after data' | 'trailer' | 'over';
  left: number;
  digits: number;
  line: number;
  trailers: number;
  /** The last byte was a CR. */
  afterCr: boolean;
  /** In a trailer's line: a colon has come. */
  hasColon: boolean;
};

const [LF, CR, TAB, BLANK, COLON, SEMICOLON] = [0x0a, 0x0d, 0x09, 0x20, 0x3a, 0x3b];
/** As curl; more would be no size of anything. */
const MOST_DIGITS = 16;
const MOST_EXTENSION_BYTES = 16 * 1024;
const MOST_TRAILER_BYTES = 64 * 1024;

/** A reader of a chunked body, before its first byte. */
export function newChunks(): Chunks {
  return { state: 'size', left: 0, digits: 0, line: 0, trailers: 0, afterCr: false, hasColon: false };
}

/** Reads on: each piece of the body goes to `give`. What is wrong, in words; null when nothing is. */
export function readChunks(
  chunks: Chunks,
  bytes: Buffer,
  lenient: Set<string>,
  give: (piece: Buffer) => void,
): string | null {
  for (let at = 0; at < bytes.length && chunks.state !== 'over'; ) {
    if (chunks.state === 'data') {
      const piece = bytes.subarray(at, at + chunks.left);
      chunks.left -= piece.length;
      at += piece.length;
      give(piece);
      if (chunks.left === 0) chunks.state = 'after data';
      continue;
    }
    const fault = STEPS[chunks.state](chunks, bytes[at] ?? 0, lenient);
    if (fault !== null) return fault;
    at += 1;
  }
  return null;
}

type Step = (chunks: Chunks, byte: number, lenient: Set<string>) => string | null;

const STEPS: { readonly [state in Exclude<Chunks['state'], 'data' | 'over'>]: Step } = {
  size: readSize,
  extension: readExtension,
  'after data': readAfterData,
  trailer: readTrailer,
};

function readSize(chunks: Chunks, byte: number, lenient: Set<string>): string | null {
  const digit = hexDigit(byte);
  if (digit === -1) {
    if (chunks.digits === 0) return 'size of a chunk of the body is not a number';
    chunks.state = 'extension';
    return readExtension(chunks, byte, lenient);
  }
  chunks.digits += 1;
  chunks.left = chunks.left * 16 + digit;
  if (chunks.digits <= MOST_DIGITS && Number.isSafeInteger(chunks.left)) return null;
  return 'size of a chunk of the body is too large';
}

/** Between a size and the end of its line. By the book it begins with a semicolon. */
function readExtension(chunks: Chunks, byte: number, lenient: Set<string>): string | null {
  if (byte === LF) {
    if (!chunks.afterCr) lenient.add(BARE_LF);
    beginChunk(chunks);
    return null;
  }
  if (chunks.line === 0 && byte !== CR && byte !== SEMICOLON) {
    lenient.add(byte === BLANK || byte === TAB ? 'blank after a chunk size' : 'chunk size');
  }
  chunks.line += 1;
  chunks.afterCr = byte === CR;
  return chunks.line > MOST_EXTENSION_BYTES ? 'chunk extensions are too long' : null;
}

function beginChunk(chunks: Chunks): void {
  chunks.state = chunks.left === 0 ? 'trailer' : 'data';
  chunks.digits = 0;
  chunks.line = 0;
  chunks.afterCr = false;
}

function readAfterData(chunks: Chunks, byte: number, lenient: Set<string>): string | null {
  if (byte === LF) {
    if (!chunks.afterCr) lenient.add(BARE_LF);
    chunks.state = 'size';
    chunks.afterCr = false;
    return null;
  }
  if (byte !== CR || chunks.afterCr) return 'a chunk of the body is longer than its size says';
  chunks.afterCr = true;
  return null;
}

/** Trailers are read over; the first empty line ends the body. */
function readTrailer(chunks: Chunks, byte: number, lenient: Set<string>): string | null {
  chunks.trailers += 1;
  if (chunks.trailers > MOST_TRAILER_BYTES) return 'trailers are too long';
  if (byte === LF) {
    if (!chunks.afterCr) lenient.add(BARE_LF);
    if (chunks.line === 0) chunks.state = 'over';
    else if (!chunks.hasColon) return 'a trailer has no colon';
    chunks.line = 0;
    chunks.hasColon = false;
  } else if (byte !== CR) {
    chunks.line += 1;
    if (byte === COLON) chunks.hasColon = true;
  }
  chunks.afterCr = byte === CR;
  return null;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
