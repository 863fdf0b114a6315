import type { CookieJar } from 'tough-cookie';
import { headerBytes, headerValues } from '../../http/observation.ts';
import { withCookiePairs } from '../../http/probe/cookie-header.ts';
import type { Send } from '../../http/probe/cookies.ts';
import type { Outgoing } from '../../http/probe/encode.ts';
import type { Answer } from '../../http/probe/exchange.ts';
import { type Attempt, within } from '../../probing/attempt.ts';

/** The library keeps whatever it is given: 2,000 cookies of one answer made a header of 8 MB. */
const MOST_COOKIES = 50;
const MOST_SET = 100;
const MOST_COOKIE_CHARACTERS = 4096;

/**
 * The cookies of one flow, by RFC 6265bis with the list of public suffixes: what is set for a whole registry or for somebody
 * else is not taken, nor a `__Host-` that is none. It goes with every hop of every step, redirects included. The library is
 * loaded when the first cookie is set. Every value is told to `effects.hide`.
 */
export function flowJar(): (send: Send) => Send {
  let jar: CookieJar | null = null;
  const known = new Set<string>();
  const store = async (url: URL, { rawHeaders }: Answer, attempt: Attempt): Promise<void> => {
    const texts = headerValues(rawHeaders, 'set-cookie').slice(0, MOST_SET);
    if (texts.length === 0) return;
    const loaded = await within(attempt, import('tough-cookie'));
    if ('code' in loaded) return;
    jar ??= new loaded.CookieJar(undefined, { prefixSecurity: 'strict' });
    for (const text of texts) keep(jar, known, text, url, attempt);
  };
  return (send) => async (outgoing, http, attempt) => {
    const answer = await send(jar === null ? outgoing : withJar(outgoing, jar), http, attempt);
    if (!('code' in answer)) await store(outgoing.url, answer, attempt);
    return answer;
  };
}

function keep(jar: CookieJar, known: Set<string>, text: string, url: URL, { effects }: Attempt): void {
  if (text.length > MOST_COOKIE_CHARACTERS) return;
  const value = /^[^=;]*=([^;]*)/.exec(text)?.[1]?.trim();
  if (value !== undefined) effects.hide?.(value);
  const id = idOf(text, url);
  if (known.size >= MOST_COOKIES && !known.has(id)) return;
  if (jar.setCookieSync(text, url, { now: effects.date(), ignoreError: true }) !== undefined) known.add(id);
}

/** What one cookie replaces another by, near enough to count them. */
function idOf(text: string, url: URL): string {
  const domain = /;\s*domain\s*=\s*([^;]*)/i.exec(text)?.[1]?.trim() ?? url.hostname;
  const path = /;\s*path\s*=\s*([^;]*)/i.exec(text)?.[1]?.trim() ?? url.pathname;
  return JSON.stringify([text.split('=', 1)[0]?.trim(), domain, path]);
}

function withJar(outgoing: Outgoing, jar: CookieJar): Outgoing {
  const cookies = jar.getCookiesSync(outgoing.url);
  if (cookies.length === 0) return outgoing;
  return withCookiePairs(
    outgoing,
    cookies.map(({ key, value }) => [headerBytes(key), headerBytes(value)]),
  );
}
