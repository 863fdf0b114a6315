import { BUDGETS } from '#core/contract.ts';
import { base64Of, type NamedFiles, textOf } from '#core/settings/named-files.ts';
import { quote } from '#core/text/shell-quoting.ts';
import type { HttpBody, HttpRequest } from '#kinds/http/check.ts';
import { authOf } from './auth.ts';
import { opened, takenUp, withoutEmpty } from './carried-values.ts';
import { type CurlFault, type Faults, faultsOf, shown } from './command-faults.ts';
import { carriesCookies, cookieOf } from './cookies.ts';
import { dataBody, dataQuery } from './data.ts';
import { partsOf } from './form.ts';
import { type HeaderSet, headersOf } from './headers.ts';
import { count, followOf, milliseconds, redirectsOf, seconds } from './limits.ts';
import { optionsOf } from './options.ts';
import { refuseProtocol } from './protocols.ts';
import { fileOf, type Reading } from './reading.ts';
import { routeOf, saysProxy } from './route.ts';
import { targetOf } from './target.ts';
import { tlsOf } from './tls.ts';
import { isVeiled, veil } from './veiled-references.ts';
import type { Word } from './word.ts';
import { wordsOf } from './words.ts';

/** What a curl command says about a check; null where it says nothing. */
export type CurlCheck = {
  readonly http: HttpRequest;
  readonly timeoutMs: number | null;
  readonly connectTimeoutMs: number | null;
  /** Of --retry, which our recheck stands for. */
  readonly rechecks: number | null;
  readonly recheckAfterSeconds: number | null;
  /** -f or --fail-with-body: curl itself fails from status 400. */
  readonly statusBelow400: boolean;
  /** It names a proxy for its url, or says that there is none. */
  readonly saysProxy?: true;
};

export type CurlResult = { readonly check: CurlCheck } | { readonly faults: readonly CurlFault[] };

/**
 * Reads a curl command, as text in bash's quoting or as words that a shell has already read, without running anything.
 * Either the whole of it can be honoured, or every fault is reported.
 */
export function parseCurl(command: string | readonly string[], files: NamedFiles): CurlResult {
  const { command: text, carries } = takenUp(typeof command === 'string' ? command : command.map(quote).join(' '));
  const faults = faultsOf(text);
  const split = typeof command === 'string' ? wordsOf(text, faults) : placed(command);
  const words = carries ? withValues(split, faults) : split;
  const { hide, show } = veil();
  const [name, ...rest] = words.map((word) => ({ ...word, text: hide(word.text) }));
  if (name === undefined) return { faults: faults.list() };
  if (!/^(?:.*\/)?curl(?:\.exe)?$/.test(name.text)) {
    faults.add(name.at, `the command is ${shown(name.text)}; only curl can be a check`);
    return { faults: faults.list() };
  }
  const check = show(checkOf({ options: optionsOf(rest, faults), faults, files: veiled(files, hide) }));
  const bytes = Buffer.byteLength(JSON.stringify(check));
  if (bytes > BUDGETS.checkBytes) {
    faults.add(
      name.at,
      `the check is ${bytes} bytes with the files it names; keep it to ${BUDGETS.checkBytes} or less`,
    );
  }
  const found = show(faults.list());
  return found.length > 0 ? { faults: found } : { check };
}

/** Words with the values that they carry. */
function withValues(words: readonly Word[], faults: Faults): readonly Word[] {
  return words.map((word) => {
    const text = opened(word.text);
    if (isVeiled(text)) {
      const misread = 'holds the value of a variable that holds a character of the private plane 16; take it out';
      faults.add(word.at, `${shown(text)} ${misread}`);
    }
    return { ...word, text, raw: withoutEmpty(word.text) };
  });
}

/** Files whose texts have their references hidden as the command's own are. */
function veiled(files: NamedFiles, hide: (text: string) => string): NamedFiles {
  return (path) => {
    const bytes = files(path);
    const text = textOf(bytes);
    if (text === null) return bytes;
    if (isVeiled(text)) throw new Error(`${path} holds a character of the private plane 16`);
    const hidden = hide(text);
    return hidden === text ? bytes : Buffer.from(hidden);
  };
}

/** Words as they come from a command line; offsets are those in the text that quotes them. */
function placed(words: readonly string[]): readonly Word[] {
  let at = 0;
  return words.map((text) => {
    const word = { text, at };
    at += quote(text).length + 1;
    return word;
  });
}

function checkOf(reading: Reading): CurlCheck {
  const { options } = reading;
  const delay = seconds(options.last('retry-delay'), reading.faults);
  const http = requestOf(reading);
  return {
    http,
    timeoutMs: milliseconds(options.last('max-time'), reading.faults),
    connectTimeoutMs: milliseconds(options.last('connect-timeout'), reading.faults),
    rechecks: count(options.last('retry'), reading.faults),
    recheckAfterSeconds: delay === null ? null : Math.ceil(delay),
    statusBelow400: options.on('fail') || options.on('fail-with-body'),
    ...(saysProxy(reading, http.url) && { saysProxy: true as const }),
  };
}

function requestOf(reading: Reading): HttpRequest {
  const { options } = reading;
  const target = targetOf(reading);
  const { body, type } = bodyOf(reading);
  const added = dataQuery(reading);
  const { headers, omit } = headersOf(reading, {
    type,
    hasContent: body !== null && !('multipart' in body),
    cookie: cookieOf(reading, target),
  });
  const hasHeader = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  const auth = hasHeader('authorization') ? null : authOf(reading, target);
  const tls = tlsOf(reading);
  const redirects = redirectsOf(reading);
  refuseClashes(reading);
  refuseProtocol(reading, target);
  return {
    url: target.base + target.path + queryOf(target.query, added.text, options.last('get', 'url-query') !== null),
    method: methodOf(reading, body),
    headers: 'multipart' in (body ?? {}) ? withoutBoundary(headers) : headers,
    query: added.pairs,
    body,
    follow: followOf(reading),
    ...(redirects !== null && { redirects }),
    ...(carriesCookies(reading) && { cookies: true as const }),
    ...(omit.length > 0 && { omit }),
    ...(options.on('path-as-is') && { pathAsIs: true as const }),
    ...(auth !== null && { auth }),
    ...(tls !== null && { tls }),
    ...routeOf(reading, target),
  };
}

/** `?` alone stays unless curl builds the query anew. */
function queryOf(own: string, added: string, rebuilt: boolean): string {
  if (added === '') return rebuilt && own === '?' ? '' : own;
  return own === '' || own === '?' ? `?${added}` : `${own}${own.endsWith('&') ? '' : '&'}${added}`;
}

function bodyOf(reading: Reading): { body: HttpBody | null; type: string | null } {
  const { options } = reading;
  const upload = options.last('upload-file');
  if (upload !== null && upload.value !== '') {
    const bytes = fileOf(upload.value, upload, reading);
    const text = textOf(bytes);
    return { body: text === null ? { base64: base64Of(bytes) } : { text }, type: null };
  }
  if (options.last('form', 'form-string') !== null) return { body: { multipart: partsOf(reading) }, type: null };
  const data = options.on('get') ? null : dataBody(reading);
  // --json names its type whatever becomes of the data.
  if (options.last('json') !== null) return { body: data, type: 'application/json' };
  return { body: data, type: data === null ? null : 'application/x-www-form-urlencoded' };
}

/** The checker writes its own boundary, so a plain multipart/form-data of the user's says nothing more. */
function withoutBoundary(headers: HeaderSet['headers']): HeaderSet['headers'] {
  return headers.filter(
    ([name, value]) => name.toLowerCase() !== 'content-type' || !/^multipart\/form-data\b/i.test(value),
  );
}

function methodOf({ options, faults }: Reading, body: HttpBody | null): string {
  const given = options.last('request');
  // Safari copies "-X null" when it does not know the method.
  if (given !== null && given.value !== 'null') {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(given.value))
      faults.add(given.valueAt, `curl: ${shown(given.value)} is no method`);
    return given.value;
  }
  if (options.on('head')) return 'HEAD';
  if (options.last('upload-file')) return 'PUT';
  return body === null ? 'GET' : 'POST';
}

function refuseClashes({ options, faults }: Reading): void {
  const data = options.last('data', 'data-ascii', 'data-raw', 'data-binary', 'data-urlencode', 'json');
  const kinds = [
    options.on('get') ? null : data,
    options.last('form', 'form-string'),
    options.last('upload-file'),
    options.on('head') ? options.last('head') : null,
  ].filter((option) => option !== null);
  const [first, ...others] = kinds;
  for (const { at, spelled } of others)
    faults.add(at, `curl: ${spelled} does not go with ${first?.spelled}; take one of them out`);
  const uploads = options.all('upload-file');
  for (const { at } of uploads.slice(1))
    faults.add(at, 'curl: a second -T is a second request, and a check is one; take it out');
  if (data !== null && options.on('get') && uploads[0] !== undefined) {
    faults.add(
      uploads[0].at,
      `curl: ${uploads[0].spelled} does not go with -G and ${data.spelled}; take one of them out`,
    );
  }
  const query = options.last('url-query');
  if (query !== null && data !== null && options.on('get')) {
    faults.add(query.at, 'curl: --url-query has no effect beside -G with data; write it as -d');
  }
}
