import { isMap } from '#core/text/json-values.ts';

/** A second level that is for everybody, as in co.uk, com.au, or.jp. */
const SHARED_LEVEL = /^(?:co|com|net|org|gov|edu|ac|or|ne|go|gob)$/;

/**
 * Whether a recorded URL belongs to the site of the recorded pages, their other subdomains included; a recording without
 * pages, as from a proxy, is taken whole. `hosts`, where given, are taken instead, each with its subdomains.
 */
export function ownSite(
  entries: readonly unknown[],
  pages: unknown,
  hosts: readonly string[],
): (url: string) => boolean {
  const given = hosts.map((host) => host.toLowerCase());
  const sites = new Set([...pageUrls(pages), ...documentUrls(entries)].flatMap((url) => siteOf(url) ?? []));
  return (url) => {
    const host = hostOf(url);
    if (host === null) return true;
    if (given.length > 0) return given.some((one) => host === one || host.endsWith(`.${one}`));
    return sites.size === 0 || sites.has(siteOf(url) ?? '');
  };
}

/** Chrome names a page by its URL. */
function pageUrls(pages: unknown): readonly string[] {
  const titles = Array.isArray(pages) ? pages.map((page) => (isMap(page) ? page['title'] : null)) : [];
  return titles.filter((title): title is string => typeof title === 'string' && /^https?:\/\/\S+$/.test(title));
}

/** Where no page says so, the first document that was asked for. */
function documentUrls(entries: readonly unknown[]): readonly string[] {
  const first = entries.find((entry) => isMap(entry) && entry['_resourceType'] === 'document');
  const request = isMap(first) ? first['request'] : null;
  return isMap(request) && typeof request['url'] === 'string' ? [request['url']] : [];
}

function hostOf(url: string): string | null {
  return /^(?:https?|wss?):/i.test(url) ? (URL.parse(url)?.hostname ?? null) : null;
}

/** The name that somebody registered: its last two labels, three below co.uk and the like. An address is its own site. */
function siteOf(url: string): string | null {
  const host = hostOf(url);
  if (host === null || /^[\d.]+$|^\[/.test(host)) return host;
  const labels = host.split('.');
  const second = labels.at(-2) ?? '';
  const count = labels.length > 2 && (labels.at(-1) ?? '').length === 2 && SHARED_LEVEL.test(second) ? 3 : 2;
  return labels.slice(-count).join('.');
}
