import type { HttpRequest } from '../check.ts';

/** The url as it was written, with its added query before the fragment; what was there is not written anew. */
export function writtenUrl({ url, query }: HttpRequest): string {
  if (query.length === 0) return url;
  const pairs = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const [before = '', ...fragment] = url.split('#');
  const joint = /\?$|&$/.test(before) ? '' : before.includes('?') ? '&' : '?';
  return [before + joint + pairs, ...fragment].join('#');
}

/**
 * Path and query as the request line has them: as written, as curl does, where URL would encode quotes and brackets,
 * resolve `%2e%2e` and drop a `?` that nothing follows. What a request line cannot hold is left to URL, and so is `..`,
 * unless it is to go `asIs`.
 */
export function targetOf(url: URL, written: string, asIs = false): string {
  const [, raw = ''] = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(written) ?? [];
  const [path = ''] = raw.split('?', 1);
  const isDotted = !asIs && /\/\.{1,2}(?:\/|$)/.test(path);
  if (/[^!-[\]-~]/.test(raw) || isDotted) return url.pathname + url.search;
  return path === '' ? `/${raw}` : raw;
}
