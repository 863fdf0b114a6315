import { fittingName, fittingTag, NAME_BYTES } from '#core/settings/names.ts';
import { percentDecoded } from '#core/text/percent-decoded.ts';
import type { HttpRequest } from '#kinds/http/check.ts';

/** Names and tags as the schema takes them, made of what an input has. */

const MOST_TAGS = 8;

/** Hands out names that are not taken yet: a request's own, or `GET /users`, then `GET /users (2)`. */
export function namer(
  taken: Iterable<string>,
  withHost: boolean,
): (request: HttpRequest | null, own: string | undefined) => string {
  const names = new Set(taken);
  const next = new Map<string, number>();
  return (request, own = '') => {
    const kept = fittingName(own);
    const base = kept !== '' || request === null ? kept || 'check' : nameOf(request, withHost);
    let name = base;
    for (let count = next.get(base) ?? 2; names.has(name); count++) {
      const suffix = ` (${count})`;
      name = fittingName(base, NAME_BYTES - suffix.length) + suffix;
      next.set(base, count);
    }
    names.add(name);
    return name;
  };
}

function nameOf({ url, method }: HttpRequest, withHost: boolean): string {
  const { host, path } = placeOf(url);
  const place = `${withHost ? host : ''}${path === '' ? '/' : path}`;
  return fittingName(`${method} ${place}`);
}

/** Host and path of a URL, in which references read as `:NAME`. */
export function placeOf(url: string): { readonly host: string; readonly path: string } {
  const named = url.replace(/\$\{\w+:([^}]*)\}|\{\{(\w+)\}\}/g, (_, reference?: string, template?: string) => {
    return `:${reference ?? template}`;
  });
  const [, host = '', path = ''] = /^(?:[A-Za-z]+:\/\/)?([^/?#]*)([^?#]*)/.exec(named) ?? [];
  return { host: host.replace(/^:(?=\D)/, ''), path: percentDecoded(path) };
}

export function tagsOf(words: readonly string[]): readonly string[] {
  const tags = words.map(fittingTag);
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MOST_TAGS);
}
