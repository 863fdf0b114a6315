import { textOf } from '#core/settings/named-files.ts';
import type { HttpBody } from '#kinds/http/check.ts';
import type { Option } from './options.ts';
import { fileOf, type Reading } from './reading.ts';
import { isVeiled } from './veiled-references.ts';

/** One -d, --json, --url-query, …: `before` joins it to what stands before it. */
type Piece = {
  readonly before: '&' | '';
  /** Put before the content as it is: the `name=` of --data-urlencode. */
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly encoded: boolean;
};

const DATA = ['data', 'data-ascii', 'data-raw', 'data-binary', 'data-urlencode', 'json'];

type Pairs = readonly (readonly [string, string])[];

/** What all the -d make together: a body, or with -G a query. Null when there is none. */
export function dataBody(reading: Reading): HttpBody | null {
  const pieces = piecesOf(reading, DATA);
  if (pieces.length === 0) return null;
  if (pieces.some(isEncodedLater)) return { form: pairsOf(pieces) };
  const parts = pieces.flatMap(({ before, name, content, encoded }) =>
    typeof content === 'string' ? [before + name + (encoded ? encode(content) : content)] : [before + name, content],
  );
  if (parts.every((part) => typeof part === 'string')) return { text: parts.join('') };
  if (parts.some((part) => typeof part === 'string' && isVeiled(part))) {
    const at = reading.options.all(...DATA)[0]?.at ?? 0;
    reading.faults.add(at, 'curl: a reference cannot stand beside a file that is not text; send one or the other');
  }
  return { base64: Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64') };
}

/** The same for a query: text to append to the url, and pairs where a reference must be encoded after it is resolved. */
export function dataQuery(reading: Reading): { text: string; pairs: Pairs } {
  const names = reading.options.on('get') ? DATA : ['url-query'];
  const pieces = piecesOf(reading, names);
  if (pieces.some(isEncodedLater)) return { text: '', pairs: pairsOf(pieces) };
  const text = pieces.map(({ before, name, content, encoded }) => {
    const whole = typeof content === 'string' ? content : '';
    if (typeof content !== 'string') reading.faults.add(0, 'curl: a query cannot hold a file that is not UTF-8 text');
    return before + name + (encoded ? encode(whole) : whole);
  });
  return { text: text.join(''), pairs: [] };
}

/** The checker encodes a reference's value, because only it knows the value. */
function isEncodedLater({ content, encoded }: Piece): boolean {
  return encoded && typeof content === 'string' && isVeiled(content);
}

function pairsOf(pieces: readonly Piece[]): Pairs {
  return pieces.flatMap(({ name, content, encoded }): Pairs => {
    const text = typeof content === 'string' ? content : '';
    if (!encoded) return [...new URLSearchParams(text)];
    return [[new URLSearchParams(name).keys().next().value ?? '', text]];
  });
}

function piecesOf(reading: Reading, names: readonly string[]): readonly Piece[] {
  return reading.options.all(...names).map((option, i) => {
    const before = i > 0 && option.name !== 'json' ? '&' : '';
    return { before, ...contentOf(option, reading) };
  });
}

function contentOf(option: Option, reading: Reading): Omit<Piece, 'before'> {
  const { name, value } = option;
  if (name === 'url-query' && value.startsWith('+')) return { name: '', content: value.slice(1), encoded: false };
  if (name === 'data-urlencode' || name === 'url-query') return urlEncoded(option, reading);
  if (name === 'data-raw' || !value.startsWith('@')) return { name: '', content: value, encoded: false };
  const bytes = fileOf(value.slice(1), option, reading);
  const stripped =
    name === 'data' || name === 'data-ascii' ? bytes.filter((byte) => ![0, 10, 13].includes(byte)) : bytes;
  return { name: '', content: textOf(stripped) ?? stripped, encoded: false };
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`; curl looks for `=` first, for `@` only where there is none. */
function urlEncoded(option: Option, reading: Reading): Omit<Piece, 'before'> {
  const { value } = option;
  const sign = value.includes('=') ? '=' : '@';
  const cut = value.indexOf(sign);
  if (cut === -1) return { name: '', content: value, encoded: true };
  const name = cut === 0 ? '' : `${value.slice(0, cut)}=`;
  const rest = value.slice(cut + 1);
  if (sign === '=') return { name, content: rest, encoded: true };
  const bytes = fileOf(rest, option, reading);
  const text = textOf(bytes);
  return text === null
    ? { name, content: Array.from(bytes, percentByte).join(''), encoded: false }
    : { name, content: text, encoded: true };
}

function percentByte(byte: number): string {
  return byte < 0x80 ? encode(String.fromCharCode(byte)) : `%${byte.toString(16).toUpperCase()}`;
}

/** curl's own percent-encoding: all but letters, digits and `-._~`, and a space is `+`. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
