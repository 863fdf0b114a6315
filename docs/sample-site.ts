import { ASSETS } from '#core/page/assets/assets.ts';
import { renderBadge } from '#core/page/badge.ts';
import { BADGE_KINDS } from '#core/page/badge-kinds.ts';
import { renderCheck } from '#core/page/check.ts';
import { renderFeed } from '#core/page/feed.ts';
import type { How } from '#core/page/how.ts';
import { renderIndex } from '#core/page/index.ts';
import { serverLinks } from '#core/page/links.ts';
import type { PageData } from '#core/page/page-data.ts';
import { statusJson } from '#core/page/status-json.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import { samplePageDetails } from './sample-page.ts';

/** What a server answers to a GET, by its path. */
export type Site = ReadonlyMap<string, { readonly type: string; readonly text: string }>;

export const SAMPLE_HOW: How = { language: 'en', scope: 'private', links: serverLinks(), live: 'poll', runNow: null };

const HTML = 'text/html; charset=utf-8';

/** All pages and files of a sample. */
export function sampleSite(data: PageData, how: Partial<How> = {}): Site {
  const whole = { ...SAMPLE_HOW, ...how };
  const { links } = whole;
  const shown = shownTo(data, whole.scope);
  const checks = shown.checks.map(({ name }) => {
    const text = renderCheck(data, name, samplePageDetails(data, name), whole) ?? '';
    return [links.check(name), { type: HTML, text }] as const;
  });
  const badges = shown.checks.flatMap((check) =>
    BADGE_KINDS.map((kind) => {
      return [links.badge(check.name, kind), { type: 'image/svg+xml', text: renderBadge(check, kind, whole) }] as const;
    }),
  );
  return new Map([
    [links.index, { type: HTML, text: renderIndex(data, whole) }],
    [links.feed, { type: 'application/atom+xml', text: renderFeed(data, whole) }],
    [links.status, { type: 'application/json', text: JSON.stringify(statusJson(data, whole.scope)) }],
    ...[...ASSETS].map(([name, asset]) => [links.asset(name), asset] as const),
    ...checks,
    ...badges,
  ]);
}
