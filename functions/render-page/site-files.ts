import { PAGE_FILES } from '#core/page/links.ts';
import type { CheckDetails, PageData } from '#core/page/page-data.ts';
import { checkFiles, checkPaths, commonFiles, type Site, type SiteFile } from '#core/page/site-files.ts';
import { html } from '#core/text/html.ts';

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
    kept: new Set(staying.flatMap(({ name }) => checkPaths(name))),
  };
}

function* filesOf(data: PageData, { site: address, due, details }: Wanted): Generator<SiteFile> {
  const site: Site = { scope: 'public', site: address };
  yield* commonFiles(data, site);
  yield { path: '404.html', text: notFound(data, address) };
  for (const name of due) yield* checkFiles(data, name, details(name), site);
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
