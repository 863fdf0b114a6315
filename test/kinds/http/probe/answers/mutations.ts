import { bytesOf, ODD_ANSWERS } from './odd-answers.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ANSWERS = ODD_ANSWERS.map(bytesOf);

/** What has broken readers of HTTP before. */
const NASTY = [
  ...['\r', '\n', '\r\n', '\r\n\r\n', '\n\n', '\0', '\x1b', ':', ' ', '\t', ';', ',', '"', '\x80', '\xff'],
  ...['0', '-1', '+1', '0x', 'ffffffffffffffff', '99999999999999999999', '1e9', 'NaN'],
  ...['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 302 Found\r\nLocation: /\r\n', 'HTTP/2.0 ', 'chunked', 'identity'],
  ...[
    'Transfer-Encoding: chunked\r\n',
    'Content-Length: 5\r\n',
    'Content-Encoding: gzip\r\n',
    'Content-Encoding: br\r\n',
  ],
  ...['Content-Encoding: zstd, deflate\r\n', 'Content-Type: text/html; charset=', 'shift_jis', 'utf-16le', 'klingon'],
  ...['<meta charset=', '<?xml version="1.0" encoding="', '{"a":[', '\x1f\x8b\x08\0', '5\r\nhello\r\n', '0\r\n\r\n'],
].map((text) => Buffer.from(text, 'latin1'));

type Mutate = (bytes: Buffer, random: () => number) => Buffer;

const MUTATIONS: readonly Mutate[] = [
  (bytes, random) => spliced(bytes, random, pick(NASTY, random)),
  (bytes, random) =>
    spliced(bytes, random, Buffer.concat(Array<Buffer>(1 + within(2_000, random)).fill(pick(NASTY, random)))),
  (bytes, random) => spliced(bytes, random, Buffer.from([within(256, random)])),
  (bytes, random) => spliced(bytes, random, Buffer.alloc(0), within(20, random)),
  (bytes, random) => spliced(bytes, random, part(bytes, random)),
  (bytes, random) => spliced(bytes, random, part(pick(ANSWERS, random), random)),
  (bytes, random) => bytes.subarray(0, within(bytes.length + 1, random)),
  (bytes, random) => Buffer.concat([part(bytes, random), pick(ANSWERS, random)]),
];

/** An odd answer with one to six things wrong with it. */
export function mutatedAnswer(random: () => number): Buffer {
  let bytes = pick(ANSWERS, random);
  for (let left = 1 + within(6, random); left > 0; left -= 1) bytes = pick(MUTATIONS, random)(bytes, random);
  return bytes;
}

function within(most: number, random: () => number): number {
  return Math.floor(random() * most);
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[within(items.length, random)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function part(bytes: Buffer, random: () => number): Buffer {
  const from = within(bytes.length + 1, random);
  return bytes.subarray(from, from + within(bytes.length + 1 - from, random));
}

function spliced(bytes: Buffer, random: () => number, piece: Buffer, drop = within(2, random) * piece.length): Buffer {
  const at = within(bytes.length + 1, random);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + drop)]);
}
