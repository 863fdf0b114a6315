import { ASSETS } from '#core/page/assets/assets.ts';
import { renderBadge } from '#core/page/badge.ts';
import { BADGE_KINDS } from '#core/page/badge-kinds.ts';
import { renderCheck } from '#core/page/check.ts';
import { renderFeed } from '#core/page/feed.ts';
import type { How, Scope } from '#core/page/how.ts';
import { renderIndex } from '#core/page/index.ts';
import { fileLinks, PAGE_FILES } from '#core/page/links.ts';
import type { PageData } from '#core/page/page-data.ts';
import { statusJson } from '#core/page/status-json.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import type { PageSource } from '../page/page-source.ts';

/** A file of the pages; `path` is relative, with slashes. */
export type SiteFile = { readonly path: string; readonly text: string };

/** Who the pages are for, and the address that their index will have; null where nobody knows. */
export type Site = { readonly scope: Scope; readonly site: string | null };

/** The pages as files, one after the other: a list of thousands is never in memory as a whole. */
export async function* siteFiles(source: PageSource, { scope, site }: Site): AsyncGenerator<SiteFile> {
  const data = await source.data();
  const how = howFrom('index', data, { scope, site });
  yield { path: PAGE_FILES.index, text: renderIndex(data, how) };
  yield { path: PAGE_FILES.feed, text: renderFeed(data, how) };
  yield { path: PAGE_FILES.status, text: `${JSON.stringify(statusJson(data, scope))}\n` };
  for (const [name, { text }] of ASSETS) yield { path: PAGE_FILES.asset(name), text };
  for (const check of shownTo(data, scope).checks) {
    for (const kind of BADGE_KINDS) {
      yield { path: PAGE_FILES.badge(check.name, kind), text: renderBadge(check, kind, how) };
    }
  }
  for (const { name } of shownTo(data, scope).checks) yield* pageOfCheck(name, data, source, { scope, site });
}

async function* pageOfCheck(name: string, data: PageData, source: PageSource, site: Site): AsyncGenerator<SiteFile> {
  const details = await source.details(name);
  const page = details === null ? null : renderCheck(about(name, data), name, details, howFrom('check', data, site));
  if (page !== null) yield { path: PAGE_FILES.check(name), text: page };
}

/** The page of a check looks at nothing of the others, of which there may be thousands. */
function about(name: string, data: PageData): PageData {
  return {
    ...data,
    checks: data.checks.filter((check) => check.name === name),
    incidents: data.incidents.filter(({ check, checks = [check] }) => checks.includes(name)),
  };
}

function howFrom(from: 'index' | 'check', { settings }: PageData, { scope, site }: Site): How {
  const links = fileLinks(from, site);
  return { language: settings.language ?? 'en', scope, links, live: 'poll', runNow: null };
}
