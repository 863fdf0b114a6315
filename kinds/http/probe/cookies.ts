import { unbracketed } from '#core/address/unbracketed.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../../probing/attempt.ts';
import type { HttpRequest } from '../check.ts';
import { rawValues } from '../observation.ts';
import { MOST_HEADER_CHARACTERS, withCookiePairs } from './cookie-header.ts';
import type { Outgoing } from './encode.ts';
import type { Answer } from './exchange.ts';
import { CONTROL } from './header-text.ts';

/**
 * The cookies of one attempt (RFC 6265, as curl reads it): set by an answer, sent with the hops that come after. No list
 * of public suffixes: a jar that lives for one chain of redirects holds nothing that was meant for anybody else.
 */
export type CookieJar = {
  /** Takes what an answer sets. `hide` is told what looks like a session. */
  readonly store: (url: URL, answer: Answer, now: Date, hide: (secret: string) => void) => void;
  /** The request with the cookies that belong to its URL; one of the same name that the check sends itself gives way. */
  readonly added: (outgoing: Outgoing) => Outgoing;
};

type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Of that host alone, not of its subdomains. */
  readonly isOfHost: boolean;
  readonly path: string;
  readonly isSecure: boolean;
};

/** A chain of redirects has no use for more. */
const MOST_COOKIES = 50;
/** Of the length from which a value is nothing that a sentence holds by chance. */
const SECRET_CHARACTERS = 16;

/** A jar without cookies, for the redirects of one attempt. */
export function newJar(): CookieJar {
  let cookies: Cookie[] = [];
  return {
    store(url, { rawHeaders }, now, hide) {
      const texts = rawValues(rawHeaders, 'set-cookie');
      for (const { cookie, isOver } of texts.flatMap((text) => readCookie(text, url, now))) {
        cookies = cookies.filter((one) => !isSame(one, cookie));
        if (isOver || cookies.length >= MOST_COOKIES) continue;
        cookies.push(cookie);
        if (isSecretName(cookie.name) || cookie.value.length >= SECRET_CHARACTERS) hide(cookie.value);
      }
    },
    added(outgoing) {
      const sent = cookies
        .filter((cookie) => belongs(cookie, outgoing.url))
        .toSorted((a, b) => b.path.length - a.path.length);
      return sent.length === 0 ? outgoing : withCookies(outgoing, sent);
    },
  };
}

/** Sends one hop of a check. */
export type Send = (outgoing: Outgoing, http: HttpRequest, attempt: Attempt) => Promise<Answer | Reason>;

/** Sends hops with the cookies that those before them set. */
export function withJar(send: Send): Send {
  const jar = newJar();
  return async (outgoing, http, attempt) => {
    const answer = await send(jar.added(outgoing), http, attempt);
    const { hide, date } = attempt.effects;
    if (!('code' in answer)) jar.store(outgoing.url, answer, date(), (secret) => hide?.(secret));
    return answer;
  };
}

function withCookies(outgoing: Outgoing, cookies: readonly Cookie[]): Outgoing {
  return withCookiePairs(
    outgoing,
    cookies.map(({ name, value }) => [name, value]),
  );
}

function isSame(a: Cookie, b: Cookie): boolean {
  return a.name === b.name && a.domain === b.domain && a.path === b.path;
}

function belongs({ domain, isOfHost, path, isSecure }: Cookie, url: URL): boolean {
  const host = hostOf(url);
  const isHost = host === domain || (!isOfHost && host.endsWith(`.${domain}`));
  const isPath = url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
  return isHost && isPath && (!isSecure || isSafe(url));
}

type Set = { readonly cookie: Cookie; readonly isOver: boolean };

/** One Set-Cookie; nothing when it is none, or not for this URL to set. `isOver`: it only takes away what was there. */
function readCookie(text: string, url: URL, now: Date): readonly Set[] {
  const [pair = '', ...rest] = text.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, Math.max(at, 0)).trim();
  if (name === '' || CONTROL.test(pair) || pair.length > MOST_HEADER_CHARACTERS) return [];
  const attributes = new Map(rest.map(attribute));
  const host = hostOf(url);
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() || host;
  const path = attributes.get('path') ?? '';
  const isOfHost = !attributes.get('domain') || IS_ADDRESS.test(host);
  const isSecure = attributes.has('secure');
  if (!maySetFor(host, domain) || (isSecure && !isSafe(url))) return [];
  // What the name promises (RFC 6265bis, 4.1.3).
  if (/^__(?:secure|host)-/i.test(name) && !isSecure) return [];
  if (/^__host-/i.test(name) && (attributes.has('domain') || path !== '/')) return [];
  const value = pair.slice(at + 1).trim();
  const under = path.startsWith('/') ? path : defaultPath(url);
  const cookie = { name, value, domain, isOfHost, path: under, isSecure };
  return [{ cookie, isOver: isOver(attributes, now) }];
}

const IS_ADDRESS = /^[\d.]+$|:/;

function attribute(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  return [name.trim().toLowerCase(), at === -1 ? '' : text.slice(at + 1).trim()];
}

/** Its own host, or a domain above it that has a dot: nobody sets cookies for a whole top-level domain. */
function maySetFor(host: string, domain: string): boolean {
  return host === domain || (!IS_ADDRESS.test(host) && domain.includes('.') && host.endsWith(`.${domain}`));
}

/** Max-Age counts before Expires; what cannot be read of them is as if it was not there. */
function isOver(attributes: ReadonlyMap<string, string>, now: Date): boolean {
  const age = attributes.get('max-age');
  if (age !== undefined && /^-?\d{1,15}$/.test(age)) return Number(age) <= 0;
  return Date.parse(attributes.get('expires') ?? '') <= now.getTime();
}

function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')));
}

function hostOf({ hostname }: URL): string {
  return unbracketed(hostname).replace(/\.$/, '');
}

/** What is Secure goes over TLS, and to this machine, as from curl and browsers. */
function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(hostOf(url));
}
