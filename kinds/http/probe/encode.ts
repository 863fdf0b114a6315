import { USER_AGENT } from '#core/contract.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpBody, HttpRequest } from '../check.ts';
import { headerBytes } from '../observation.ts';
import { percentDecoded } from './builtins.ts';
import { HAS_ZSTD } from './codings.ts';
import { CONTROL, TOKEN } from './header-text.ts';
import type { Multipart } from './multipart.ts';
import { targetOf, writtenUrl } from './target.ts';

/** A request as it goes out. `headers` alternates names and values, in the order they are sent. */
export type Outgoing = {
  readonly url: URL;
  /** Path and query, as the request line has them; for a proxy the whole URL. */
  readonly target: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly body: Buffer | null;
};

type Encoded = { readonly bytes: Buffer; readonly type: string | null; readonly boundary?: string };

/** What can be inflated. */
const CODINGS = HAS_ZSTD ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';

/** Methods that say `content-length: 0` when they have no body, for servers that insist on a length (RFC 9110, 8.6). */
const EXPECTS_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** As curl guesses where a reference at the beginning has no scheme: a host, perhaps with a port, is asked by http. */
function withScheme(url: string): string {
  return /^[A-Za-z\d[]/.test(url) && !/^[a-z][a-z\d+.-]*:\/\//i.test(url) ? `http://${url}` : url;
}

/** The request in bytes, or the reason (`config`) why it cannot be sent. `multipart` is its body when that is one. */
export function encodeRequest(http: HttpRequest, multipart: Multipart | null): Outgoing | Reason {
  const written = writtenUrl(http);
  const url = URL.parse(withScheme(written));
  if (url === null || !isHttp(url)) return config(`url is ${quote(http.url)}, wanted http:// or https://`);
  const body = http.body === null ? null : encodeBody(http.body, multipart);
  const unfit = unfitHeader(http);
  if (unfit !== null) return unfit;
  const headers = headersOf(http, url, body);
  return {
    url,
    target: targetOf(url, written, http.pathAsIs),
    method: http.method,
    headers,
    body: body?.bytes ?? null,
  };
}

/** Whether a URL is http or https. */
export function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

function config(message: string): Reason {
  return { code: 'config', message };
}

function encodeBody(body: HttpBody, multipart: Multipart | null): Encoded {
  if ('text' in body) return { bytes: Buffer.from(body.text), type: 'text/plain; charset=utf-8' };
  if ('json' in body) return { bytes: Buffer.from(JSON.stringify(body.json)), type: 'application/json' };
  if ('form' in body) {
    const text = new URLSearchParams(body.form.map(([name, value]): [string, string] => [name, value])).toString();
    return { bytes: Buffer.from(text), type: 'application/x-www-form-urlencoded' };
  }
  if ('base64' in body) return { bytes: Buffer.from(body.base64, 'base64'), type: 'application/octet-stream' };
  if (multipart === null) throw new TypeError('a multipart body is encoded before the request');
  return { ...multipart, type: `multipart/form-data; boundary=${multipart.boundary}` };
}

/** A setting at fault is reported before anything is sent. */
function unfitHeader({ headers, method, auth }: HttpRequest): Reason | null {
  if (!TOKEN.test(method)) return config(`method is ${quote(method)}, wanted letters as in GET`);
  if (auth?.scheme === 'bearer' && CONTROL.test(auth.token)) {
    return config('token in http.auth has a control character; take it out');
  }
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) return config(`header name is ${quote(name)}, wanted letters, digits and hyphens`);
    if (CONTROL.test(value)) return config(`value of header ${name} has a control character; take it out`);
  }
  return null;
}

function headersOf(http: HttpRequest, url: URL, body: Encoded | null): string[] {
  const headers: string[] = [];
  const given = new Set<string>([...(http.omit ?? []), ...http.headers.map(([name]) => name.toLowerCase())]);
  if (!given.has('host')) headers.push('Host', url.host);
  if (!given.has('user-agent')) headers.push('User-Agent', USER_AGENT);
  if (!given.has('accept')) headers.push('Accept', '*/*');
  if (http.compressed === true && !given.has('accept-encoding')) headers.push('Accept-Encoding', CODINGS);
  const authorization = given.has('authorization') ? null : authorizationOf(http, url);
  if (authorization !== null) headers.push('Authorization', authorization);
  for (const [name, value] of http.headers) headers.push(name, headerBytes(withBoundary(name, value, body)));
  if (body !== null && body.type !== null && !given.has('content-type')) headers.push('Content-Type', body.type);
  if (!given.has('connection')) headers.push('Connection', 'close');
  const hasLength = given.has('content-length') || given.has('transfer-encoding');
  const length = hasLength ? null : lengthOf(http, body);
  if (length !== null) headers.push('Content-Length', String(length));
  return headers;
}

function lengthOf({ method }: HttpRequest, body: Encoded | null): number | null {
  if (body !== null) return body.bytes.length;
  return EXPECTS_BODY.has(method) ? 0 : null;
}

/** What can be said at once; the other schemes ask somebody first, or sign each hop. */
function authorizationOf({ auth }: HttpRequest, url: URL): string | null {
  if (auth?.scheme === 'basic') return basic(auth.user, auth.password);
  if (auth?.scheme === 'bearer') return `Bearer ${headerBytes(auth.token)}`;
  return auth === undefined ? userInfo(url) : null;
}

/** What stands before the @ of a URL, as an authorization; null when nothing does. */
export function userInfo({ username, password }: URL): string | null {
  // Not decodeURIComponent, which throws at a stray %.
  return username === '' ? null : basic(percentDecoded(username), percentDecoded(password));
}

/** The value of a Basic Authorization header. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Whoever writes the type of a multipart body by hand cannot know its boundary. */
function withBoundary(name: string, value: string, body: Encoded | null): string {
  if (body?.boundary === undefined || name.toLowerCase() !== 'content-type') return value;
  return `${value}; boundary=${body.boundary}`;
}
