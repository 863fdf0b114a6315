import { isSecretName } from '#core/redact/secret-names.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpRedirects } from '../check.ts';
import { headerValues, locationOf } from '../observation.ts';
import { isHttp, type Outgoing, userInfo } from './encode.ts';
import type { Answer } from './exchange.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const DESCRIBES_BODY = /^(content-.*|transfer-encoding)$/i;
/** What proves who one is, by its name: it goes to the origin it was written for, and to no other. */
const CREDENTIAL = /^(cookie2?|.*(auth|api-?key|access-?key|token|secret|session|credential|password|signature).*)$/i;

/** Whether a header of that name proves who one is. */
export function isCredential(name: string): boolean {
  return CREDENTIAL.test(name) || isSecretName(name);
}

/** Whether a response sends one on; without a Location, or with an empty one, it is only a status. */
export function isRedirect(status: number, rawHeaders: readonly string[]): boolean {
  return REDIRECTS.has(status) && headerValues(rawHeaders, 'location').some((value) => value.trim() !== '');
}

/** The request that follows a redirect, or the reason why it is not followed. */
export function redirected(
  from: Outgoing,
  { status, rawHeaders }: Answer,
  rules: HttpRedirects = {},
): Outgoing | Reason {
  const location = locationOf(rawHeaders) ?? '';
  // What stands before an @ is only the Location's own.
  const url = URL.parse(location, `${from.url.origin}${from.url.pathname}${from.url.search}`);
  if (url === null || !isHttp(url)) {
    return { code: 'redirect', message: `redirected to ${quote(location)}, only http and https are followed` };
  }
  if (rules.only !== undefined && url.protocol !== `${rules.only}:`) {
    return { code: 'redirect', message: `redirected to ${quote(url.href)}, only ${rules.only} is followed` };
  }
  const asGet = becomesGet(status, from.method) && rules.keepPost?.some((kept) => kept === status) !== true;
  const body = asGet ? null : from.body;
  if (rules.secretBody === true && body !== null && url.origin !== from.url.origin && rules.trusted !== true) {
    const words = 'another origin, which does not get the body, because a reference stands in it';
    return { code: 'redirect', message: `redirected to ${quote(url.href)}, ${words}` };
  }
  const target = url.pathname + url.search;
  const method = asGet && rules.keepMethod !== true ? 'GET' : from.method;
  return { url, target, method, headers: headersFor(url, from, asGet, rules), body };
}

/** The headers that go along: none that describe a body that does not, no credentials for another origin. */
function headersFor(url: URL, from: Outgoing, asGet: boolean, rules: HttpRedirects): string[] {
  const sameOrigin = url.origin === from.url.origin;
  const newUser = userInfo(url);
  const isSecret = (name: string): boolean => isCredential(name) || rules.secret?.includes(name.toLowerCase()) === true;
  const dropped = (name: string): boolean =>
    (asGet && DESCRIBES_BODY.test(name)) ||
    (newUser !== null && /^authorization$/i.test(name)) ||
    (!sameOrigin && (/^host$/i.test(name) || (rules.trusted !== true && isSecret(name))));
  const headers = sameOrigin ? [] : ['Host', url.host];
  for (let i = 0; i + 1 < from.headers.length; i += 2) {
    const name = from.headers[i] ?? '';
    if (!dropped(name)) headers.push(name, from.headers[i + 1] ?? '');
  }
  if (newUser !== null) headers.push('Authorization', newUser);
  return headers;
}

/** As browsers and curl do: 303 turns into a GET, 301 and 302 turn a POST into one, 307 and 308 keep what was sent. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}
