import { quote } from '#core/text/safe-text.ts';
import { headerValues } from '../../observation.ts';
import type { Head } from './head.ts';

/** How one knows where a body ends (RFC 9112, 6.3); `length` in bytes, `said` as the server wrote it. */
export type Framing =
  | { readonly by: 'nothing' | 'chunks' | 'close' }
  | { readonly by: 'length'; readonly length: number; readonly said: string };

const WITHOUT_BODY = new Set([101, 204, 304]);
const QUOTED_BYTES = 60;
/** Lengths with more digits are beyond 2^63, which is more than anybody counts to. */
const MOST_DIGITS = 19;

/** The framing of the answer to a method, with what of it was read leniently; or what is wrong, in words. */
export function framingOf(head: Head, method: string, lenient: Set<string>): Framing | string {
  if (method === 'HEAD' || WITHOUT_BODY.has(head.status)) return { by: 'nothing' };
  const lengths = listed(head.rawHeaders, 'content-length');
  const codings = listed(head.rawHeaders, 'transfer-encoding').map((coding) => coding.toLowerCase());
  if (codings.length === 0) return byLength(head.rawHeaders, lengths, lenient);
  const applied = codings.filter((coding) => coding !== 'identity');
  if (applied.length < codings.length) lenient.add('transfer-encoding: identity');
  if (applied.length === 0) return byLength(head.rawHeaders, lengths, lenient);
  if (head.version === '1.0') lenient.add('transfer-encoding in HTTP/1.0');
  if (lengths.length > 0) lenient.add('content-length beside transfer-encoding');
  const first = applied.indexOf('chunked');
  if (first === -1) return { by: 'close' };
  if (applied.slice(first).some((coding) => coding !== 'chunked')) {
    return `transfer-encoding is ${quote(codings.join(', '), QUOTED_BYTES)}, and chunked is not its last`;
  }
  if (first < applied.length - 1) lenient.add('transfer-encoding twice');
  return { by: 'chunks' };
}

/** What was done to a body for the way only, in the order it was applied, but for chunks. */
export function transferCodings(rawHeaders: readonly string[]): string[] {
  return listed(rawHeaders, 'transfer-encoding')
    .map((coding) => coding.toLowerCase())
    .filter((coding) => coding !== 'chunked' && coding !== 'identity');
}

function byLength(rawHeaders: readonly string[], lengths: readonly string[], lenient: Set<string>): Framing | string {
  const [first] = lengths;
  if (first === undefined) {
    return headerValues(rawHeaders, 'content-length').length > 0 ? 'content-length is empty' : { by: 'close' };
  }
  const odd = lengths.find((text) => !/^\d+$/.test(text));
  if (odd !== undefined) return `content-length is ${quote(odd, QUOTED_BYTES)}, which is not a number`;
  const other = lengths.find((text) => Number(text) !== Number(first));
  if (other !== undefined) {
    return `content-length is given as ${quote(first, QUOTED_BYTES)} and as ${quote(other, QUOTED_BYTES)}`;
  }
  if (first.length > MOST_DIGITS) return `content-length is ${quote(first, QUOTED_BYTES)}, which is too large`;
  if (lengths.length > 1) lenient.add('content-length twice');
  return { by: 'length', length: Number(first), said: first };
}

/** Of a header that is a list, whether its items stand in one line or in several. */
function listed(rawHeaders: readonly string[], name: string): string[] {
  const values = headerValues(rawHeaders, name);
  if (values.length === 1 && /^\w+$/.test(values[0] ?? '')) return values;
  return values
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
