import { ASSETS } from '#core/page/assets/assets.ts';
import { renderBadge } from '#core/page/badge.ts';
import { BADGE_KINDS } from '#core/page/badge-kinds.ts';
import { renderCheck } from '#core/page/check.ts';
import { renderFeed } from '#core/page/feed.ts';
import type { How } from '#core/page/how.ts';
import { renderIndex } from '#core/page/index.ts';
import { fileLinks, PAGE_FILES } from '#core/page/links.ts';
import type { CheckDetails, PageData } from '#core/page/page-data.ts';
import { statusJson } from '#core/page/status-json.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import { html } from '#core/text/html.ts';
import type { SiteFile } from './publish.ts';

/** `due`: checks whose files are made anew; those of the others stay as they are. `site`: the address of the index. */
export type Wanted = {
  readonly site: string;
  readonly due: readonly string[];
  readonly details: (name: string) => CheckDetails;
};

/** The files of the site as strangers see it, made one by one as somebody asks for them; and the paths of those that stay. */
export function siteFiles(
  data: PageData,
  wanted: Wanted,
): { readonly files: Iterable<SiteFile>; readonly kept: ReadonlySet<string> } {
  const due = new Set(wanted.due);
  const staying = data.checks.filter(({ name }) => !due.has(name));
  return {
    files: filesOf(data, wanted),
    kept: new Set(staying.flatMap(({ name }) => pathsOf(name))),
  };
}

function* filesOf(data: PageData, { site, due, details }: Wanted): Generator<SiteFile> {
  const how = howFrom('index', data, site);
  yield { path: PAGE_FILES.index, text: renderIndex(data, how) };
  yield { path: PAGE_FILES.feed, text: renderFeed(data, how) };
  yield { path: PAGE_FILES.status, text: `${JSON.stringify(statusJson(data, how.scope))}\n` };
  yield { path: '404.html', text: notFound(data, site) };
  for (const [name, { text }] of ASSETS) yield { path: PAGE_FILES.asset(name), text };
  for (const name of due) yield* filesOfCheck(dataOf(name, data), name, details(name), site);
}

function* filesOfCheck(data: PageData, name: string, details: CheckDetails, site: string): Generator<SiteFile> {
  const how = howFrom('check', data, site);
  const page = renderCheck(data, name, details, how);
  if (page !== null) yield { path: PAGE_FILES.check(name), text: page };
  const [shown] = shownTo(data, how.scope).checks;
  if (shown === undefined) return;
  for (const kind of BADGE_KINDS) yield { path: PAGE_FILES.badge(name, kind), text: renderBadge(shown, kind, how) };
}

const pathsOf = (name: string): readonly string[] => [
  PAGE_FILES.check(name),
  ...BADGE_KINDS.map((kind) => PAGE_FILES.badge(name, kind)),
];

/** A page of one check looks at nothing of the others, of which there may be thousands. */
function dataOf(name: string, data: PageData): PageData {
  return {
    ...data,
    checks: data.checks.filter((check) => check.name === name),
    incidents: data.incidents.filter(({ check }) => check === name),
  };
}

function howFrom(from: 'index' | 'check', { settings }: PageData, site: string): How {
  return {
    language: settings.language ?? 'en',
    scope: 'public',
    links: fileLinks(from, site),
    live: 'poll',
    runNow: null,
  };
}

/** It stands in for a page at any depth, so that what it names is named from the root on. */
function notFound({ settings }: PageData, site: string): string {
  const { title, language } = settings;
  const words = NOT_FOUND[language ?? 'en'];
  return `${html`<!doctype html>
<html lang="${language ?? 'en'}">
<head>
<meta charset="utf-8">
<title>${words} · ${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/${PAGE_FILES.asset('page.css')}">
</head>
<body><main><h1>${words}</h1><p><a href="${site}">${title}</a></p></main></body>
</html>
`}`;
}

const NOT_FOUND = { en: 'There is no such page', ja: 'ページが見つかりません' } as const;
