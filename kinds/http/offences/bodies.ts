import { parseExactly, writeExactly } from '#core/matching/exact-json.ts';
import { charsetOf } from '../judge/charset.ts';
import { pageOf, textOf } from '../judge/page.ts';
import type { HttpResponse } from '../observation.ts';
import { withHeader } from './headers.ts';

/** Answers with another body than the healthy one, all else as it was. */

const BYTE_ORDER_MARK = '\ufeff';

/** `text` in the charset that the answer's headers name; where that is another than UTF-8, a mark says that it is not. */
export function withText(healthy: HttpResponse, text: string): HttpResponse {
  const body = Buffer.from(text);
  const isPlain = charsetOf(healthy.rawHeaders, body).encoding === 'utf-8';
  return { ...healthy, body: isPlain ? body : Buffer.from(`${BYTE_ORDER_MARK}${text}`) };
}

/** The response with another JSON body. */
export function withJson(healthy: HttpResponse, document: unknown): HttpResponse {
  return withText(healthy, writeExactly(document));
}

/** The body as JSON; undefined where it is none. */
export function documentOf(healthy: HttpResponse): unknown {
  try {
    return parseExactly(textOf(pageOf(healthy)));
  } catch {
    return undefined;
  }
}

/** With another character in place of each of the texts, which they have not, so that no new one of them is made. */
export function withoutTexts(text: string, unwanted: readonly string[]): string {
  const used = unwanted.join('');
  let code = '~'.charCodeAt(0);
  while (used.includes(String.fromCharCode(code))) code += 1;
  return unwanted.reduce((left, one) => left.replaceAll(one, String.fromCharCode(code)), text);
}

/** Bodies of which nobody can say what they do not hold: cut, not inflated, in a charset that nobody knows. */
export function readInPart(healthy: HttpResponse): HttpResponse[] {
  return [
    { ...healthy, truncated: true },
    { ...healthy, coded: 'gzip' },
    { ...withHeader(healthy, 'content-type', 'text/plain; charset=unknown'), body: Buffer.from('text') },
  ];
}

/** What services answer with status 200 when they are broken: texts with the words that such have. */
const TEXT = 'Something went wrong. Please try again later.';
const TITLE = '500 Internal Server Error';
const ERROR_PAGE = `<!DOCTYPE html>\n<html lang="en">\n<head><title>${TITLE}</title></head>\n<body>\n<h1>${TITLE}</h1>\n<p>${TEXT}</p>\n</body>\n</html>\n`;
const ERROR_DOCUMENTS = [
  JSON.stringify({ error: { message: TEXT } }),
  JSON.stringify({
    status: 'error',
    code: 500,
    success: false,
    ok: false,
    error: 'Internal Server Error',
    message: TEXT,
    data: null,
    result: null,
    results: [],
    items: [],
  }),
] as const;

/** A page from whatever stands before the target; and from a target that speaks JSON, documents. */
export function errorPages(healthy: HttpResponse): HttpResponse[] {
  const texts = documentOf(healthy) === undefined ? [ERROR_PAGE] : [ERROR_PAGE, ...ERROR_DOCUMENTS];
  return texts.map((page) => ({ ...withText(healthy, page), status: 200, truncated: false }));
}
