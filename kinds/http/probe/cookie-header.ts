import type { Outgoing } from './encode.ts';

/** What is sent has to fit the headers that servers take. */
export const MOST_HEADER_CHARACTERS = 8192;

/** The request with these cookies; those of the same name that it has itself give way. */
export function withCookiePairs(outgoing: Outgoing, cookies: readonly (readonly [string, string])[]): Outgoing {
  const names = new Set(cookies.map(([name]) => name));
  const isCookie = (i: number): boolean => /^cookie$/i.test(outgoing.headers[i - (i % 2)] ?? '');
  const own = outgoing.headers
    .filter((_, i) => i % 2 === 1 && isCookie(i))
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !names.has(pair.split('=', 1)[0] ?? ''));
  let value = '';
  for (const pair of [...cookies.map(([name, text]) => `${name}=${text}`), ...own]) {
    if (value.length + pair.length < MOST_HEADER_CHARACTERS) value += `${value === '' ? '' : '; '}${pair}`;
  }
  const others = outgoing.headers.filter((_, i) => !isCookie(i));
  return { ...outgoing, headers: [...others, 'Cookie', value] };
}
