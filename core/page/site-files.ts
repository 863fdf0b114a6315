import { ASSETS } from './assets/assets.ts';
import { renderBadge } from './badge.ts';
import { BADGE_KINDS } from './badge-kinds.ts';
import { renderCheck } from './check.ts';
import { renderFeed } from './feed.ts';
import type { How, Scope } from './how.ts';
import { renderIndex } from './index.ts';
import { fileLinks, PAGE_FILES } from './links.ts';
import type { CheckDetails, PageData } from './page-data.ts';
import { statusJson } from './status-json.ts';
import { shownTo } from './view/shown-to.ts';

/** A file of the pages; `path` is relative, with slashes. */
export type SiteFile = { readonly path: string; readonly text: string };

/** Who the pages are for, and the address that their index will have; null where nobody knows. */
export type Site = { readonly scope: Scope; readonly site: string | null };

/** The files that are about all checks, and what stands beside the pages. */
export function* commonFiles(data: PageData, site: Site): Generator<SiteFile> {
  const how = howFrom('index', data, site);
  yield { path: PAGE_FILES.index, text: renderIndex(data, how) };
  yield { path: PAGE_FILES.feed, text: renderFeed(data, how) };
  yield { path: PAGE_FILES.status, text: `${JSON.stringify(statusJson(data, site.scope))}\n` };
  for (const [name, { text }] of ASSETS) yield { path: PAGE_FILES.asset(name), text };
}

/** The files of one check: its badges, and its page where there are details. None of a check that the reader may not see. */
export function* checkFiles(
  data: PageData,
  name: string,
  details: CheckDetails | null,
  site: Site,
): Generator<SiteFile> {
  const own = about(name, data);
  const how = howFrom('check', own, site);
  for (const shown of shownTo(own, site.scope).checks) {
    for (const kind of BADGE_KINDS) yield { path: PAGE_FILES.badge(name, kind), text: renderBadge(shown, kind, how) };
  }
  const page = details === null ? null : renderCheck(own, name, details, how);
  if (page !== null) yield { path: PAGE_FILES.check(name), text: page };
}

/** Where the files of a check are. */
export function checkPaths(name: string): readonly string[] {
  return [PAGE_FILES.check(name), ...BADGE_KINDS.map((kind) => PAGE_FILES.badge(name, kind))];
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
