import { parseJson } from '../bodies.ts';
import { escapedRegex } from '../escaped-regex.ts';

/** A recorded answer, as far as values are looked for in it. */
export type RecordedAnswer = {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
};

/** A value of an answer that a later request may send: `words` to name it by, `from` as `capture` is written. */
export type AnswerValue = {
  readonly value: string;
  readonly words: string;
  readonly from: Readonly<Record<string, unknown>>;
};

/** Shorter texts and numbers stand anywhere by chance; those that a key calls an id or a token may be shorter. */
const LEAST = 8;
const LEAST_NAMED = 2;
const NAMED = /(?:id|token|key|code|csrf|xsrf|nonce|state|ref|etag|cursor|session|number|uuid)$/i;
const MOST_VALUES = 2000;

/** Everything in an answer that a later request may send again. */
export function valuesOf({ headers, body }: RecordedAnswer): readonly AnswerValue[] {
  const found = [...inHeaders(headers), ...inJson(parseJson(body), '$', ''), ...inPage(body)];
  return found.filter(({ value, words }) => value.length >= (NAMED.test(words) ? LEAST_NAMED : LEAST));
}

/** What a server says of itself and of its connection is sent back by nobody. */
const DULL =
  /^(?:date|server|content-.*|cache-control|expires|vary|connection|keep-alive|set-cookie|transfer-encoding|strict-.*|x-powered-by|access-control-.*|last-modified|age|via|:status)$/i;

function inHeaders(headers: RecordedAnswer['headers']): AnswerValue[] {
  return headers.flatMap(({ name, value }): AnswerValue[] => {
    if (/^set-cookie$/i.test(name)) return value.split('\n').flatMap(inCookie);
    return DULL.test(name) ? [] : [{ value, words: name.toLowerCase(), from: { header: name.toLowerCase() } }];
  });
}

function inCookie(text: string): AnswerValue[] {
  const [pair = ''] = text.split(';', 1);
  const cut = pair.indexOf('=');
  const name = pair.slice(0, cut).trim();
  return cut < 1 ? [] : [{ value: pair.slice(cut + 1).trim(), words: name, from: { cookie: name } }];
}

function inJson(value: unknown, path: string, words: string): AnswerValue[] {
  if (typeof value === 'string' || typeof value === 'number') {
    const isId = typeof value === 'string' || NAMED.test(words);
    return isId && path !== '$' ? [{ value: String(value), words, from: { json: path } }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const inner: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return inner
    .slice(0, MOST_VALUES)
    .flatMap(([key, one]) => inJson(one, `${path}${stepOf(key)}`, typeof key === 'number' ? words : key));
}

function stepOf(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${key.replace(/[\\']/g, '\\$&')}']`;
}

const FIELD =
  /<(?:input|meta)\b[^<>]{0,400}?\bname=(["'])([^"'<>]{1,80})\1[^<>]{0,400}?\b(?:value|content)=(["'])([^"'<>]{4,2000})\3/gi;

/** Hidden fields of a form, and what a page says of itself. */
function inPage(body: string): AnswerValue[] {
  if (!/<(?:input|meta)\b/i.test(body)) return [];
  return [...body.matchAll(FIELD)].map(([whole, , name = '', quote = '"', value = '']) => {
    const before = whole.slice(whole.search(/\bname=/i), whole.lastIndexOf(value));
    return { value, words: name, from: { regex: `${escapedRegex(before)}([^${quote}]+)` } };
  });
}
