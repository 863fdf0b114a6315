import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request that changes something comes from a page of ours, or from no page at all: a browser says where it comes
 * from, by one of two headers at least, and no page can keep it from doing so. `origins`: ours, also where a proxy changes the host.
 */
export function isFromOurPages(
  { origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders,
  origins: readonly string[],
): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === (host ?? '').toLowerCase());
}

/** Whether a browser said so itself: what a form with a cookie needs. */
export function saysWhereFrom({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  return origin !== undefined || site !== undefined;
}
