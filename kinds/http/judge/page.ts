import type { HttpResponse } from '../observation.ts';
import { charsetOf, decode } from './charset.ts';

/** A response's body as text. The text is made when it is first needed, and once. */
export type Page = { readonly response: HttpResponse; charset: string | null; text: string | null };

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

export function charsetOfPage(page: Page): string {
  page.charset ??= charsetOf(page.response.rawHeaders, page.response.body);
  return page.charset;
}

export function textOf(page: Page): string {
  page.text ??= decode(page.response.body, charsetOfPage(page));
  return page.text;
}
