import { validateHeaderName, validateHeaderValue } from 'node:http';
import { unescape as percentDecoded } from 'node:querystring';
import type { HttpBody, HttpRequest } from '#core/checks/check.ts';
import { USER_AGENT } from '#core/contract.ts';
import { quote } from '#core/verdict/safe-text.ts';
import type { Reason } from '#core/verdict/verdict.ts';
import { targetOf, writtenUrl } from './target.ts';

/** A request as it goes out. `headers` alternates names and values, in the order they are sent. */
export type Outgoing = {
  readonly url: URL;
  /** Path and query, as the request line has them. */
  readonly target: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly body: Buffer | null;
};

type Encoded = { readonly bytes: Buffer; readonly type: string | null };

/** What the type knows and this checker cannot do: accepted and ignored, it would make a check that passes. */
const UNSUPPORTED = ['auth', 'proxy', 'pins', 'httpVersion', 'compressed', 'redirects'] as const;

/** Methods that say `content-length: 0` when they have no body, for servers that insist on a length (RFC 9110, 8.6). */
const EXPECTS_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The request in bytes, or the reason (`config`) why it cannot be sent. */
export function encodeRequest(http: HttpRequest): Outgoing | Reason {
  for (const setting of UNSUPPORTED) {
    if (http[setting] !== undefined) return config(`http.${setting} is not supported by this checker`);
  }
  const written = writtenUrl(http);
  const url = URL.parse(written);
  if (url === null || !isHttp(url)) return config(`url is ${quote(http.url)}, wanted http:// or https://`);
  const body = http.body === null ? null : encodeBody(http.body);
  if (body !== null && 'code' in body) return body;
  const unfit = unfitHeader(http);
  if (unfit !== null) return unfit;
  const headers = headersOf(http, url, body);
  return { url, target: targetOf(url, written), method: http.method, headers, body: body?.bytes ?? null };
}

export function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

function config(message: string): Reason {
  return { code: 'config', message };
}

function encodeBody(body: HttpBody): Encoded | Reason {
  if ('text' in body) return { bytes: Buffer.from(body.text), type: 'text/plain; charset=utf-8' };
  if ('json' in body) return { bytes: Buffer.from(JSON.stringify(body.json)), type: 'application/json' };
  if ('form' in body) {
    const text = new URLSearchParams(body.form.map(([name, value]): [string, string] => [name, value])).toString();
    return { bytes: Buffer.from(text), type: 'application/x-www-form-urlencoded' };
  }
  if ('base64' in body) return { bytes: Buffer.from(body.base64, 'base64'), type: 'application/octet-stream' };
  return config('http.multipart is not supported by this checker');
}

/** Node refuses the same by throwing, once connected; a setting at fault is told before anything is sent. */
function unfitHeader({ headers, method }: HttpRequest): Reason | null {
  if (!TOKEN.test(method)) return config(`method is ${quote(method)}, wanted letters as in GET`);
  for (const [name, value] of headers) {
    try {
      validateHeaderName(name);
    } catch {
      return config(`header name is ${quote(name)}, wanted letters, digits and hyphens`);
    }
    try {
      validateHeaderValue(name, wireText(value));
    } catch {
      return config(`value of header ${name} has a control character; take it out`);
    }
  }
  return null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headersOf(http: HttpRequest, url: URL, body: Encoded | null): string[] {
  const headers: string[] = [];
  const given = new Set<string>([...(http.omit ?? []), ...http.headers.map(([name]) => name.toLowerCase())]);
  if (!given.has('host')) headers.push('Host', url.host);
  if (!given.has('user-agent')) headers.push('User-Agent', USER_AGENT);
  if (!given.has('accept')) headers.push('Accept', '*/*');
  if (url.username !== '' && !given.has('authorization')) headers.push('Authorization', basicOf(url));
  for (const [name, value] of http.headers) headers.push(name, wireText(value));
  if (body !== null && body.type !== null && !given.has('content-type')) headers.push('Content-Type', body.type);
  if (!given.has('connection')) headers.push('Connection', 'close');
  if (given.has('content-length') || given.has('transfer-encoding')) return headers;
  if (body !== null) headers.push('Content-Length', String(body.bytes.length));
  else if (EXPECTS_BODY.has(http.method)) headers.push('Content-Length', '0');
  return headers;
}

function basicOf(url: URL): string {
  // Not decodeURIComponent, which throws at a stray %.
  const pair = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Node writes headers as latin1; UTF-8 goes through as its bytes, as from curl. */
function wireText(value: string): string {
  return NON_ASCII.test(value) ? Buffer.from(value).toString('latin1') : value;
}

const NON_ASCII = /[^\0-\x7f]/;
