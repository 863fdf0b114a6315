import { BODY_CAP_BYTES } from '#core/contract.ts';
import { quote } from '#core/text/safe-text.ts';
import { formatSize } from '#core/text/size.ts';
import type { HttpResponse } from '../observation.ts';
import { type Charset, charsetOf, decode } from './charset.ts';

/** A response's body as text. The text is made when it is first needed, and once. */
export type Page = { readonly response: HttpResponse; charset: Charset | null; text: string | null };

/** The page of a response; nothing of it is decoded yet. */
export function pageOf(response: HttpResponse): Page {
  return { response, charset: null, text: null };
}

/**
 * Whether the body holds the text. Where the charset writes it in bytes that mean nothing else, the bytes are searched:
 * 10 KB take a microsecond so, and 20 decoded.
 */
export function holds(page: Page, text: string): boolean {
  const charset = charsetOfPage(page);
  if (charset === 'utf-8' && !text.includes('\ufffd') && !text.includes('\ufeff'))
    return page.response.body.includes(text);
  if (charset === 'windows-1252' && ASCII.test(text)) return page.response.body.includes(text, 0, 'latin1');
  return textOf(page).includes(text);
}

const ASCII = /^[ -~\s]*$/;

/** Whether that is so of the charset, for most texts. */
export function isSearchedAsBytes(page: Page): boolean {
  return charsetOfPage(page) === 'utf-8' || charsetOfPage(page) === 'windows-1252';
}

/** The charset of the body, found once. */
export function charsetOfPage(page: Page): string {
  return charsetNamed(page).encoding;
}

function charsetNamed(page: Page): Charset {
  page.charset ??= charsetOf(page.response.rawHeaders, page.response.body);
  return page.charset;
}

/** Why it cannot be said what the body does not hold, in words to follow "the body"; null when all of it was read. */
export function doubtOf(page: Page): string | null {
  const { truncated, body, coded } = page.response;
  if (coded !== undefined) return codedText(coded);
  const { unknown } = charsetNamed(page);
  if (unknown !== null) return `whose charset ${quote(unknown)} is not known`;
  if (!truncated) return null;
  return body.length < BODY_CAP_BYTES ? 'of which only the beginning was read' : `cut at ${formatSize(BODY_CAP_BYTES)}`;
}

function codedText(coded: string): string {
  return /^(?:(?:x-)?gzip|deflate|br|zstd)$/.test(coded)
    ? `which is ${coded}; add --compressed`
    : `whose content-encoding ${quote(coded)} is not known`;
}

/** The beginning of the body as text. */
export function partOf(page: Page, bytes: number): string {
  const { body } = page.response;
  return body.length <= bytes ? textOf(page) : decode(body.subarray(0, bytes), charsetOfPage(page), true);
}

/** The body as text, decoded once. */
export function textOf(page: Page): string {
  page.text ??= decode(page.response.body, charsetOfPage(page));
  return page.text;
}
