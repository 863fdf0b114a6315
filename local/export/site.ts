import { checkFiles, commonFiles, type Site, type SiteFile } from '#core/page/site-files.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import type { PageSource } from '../page/page-source.ts';

/** The pages as files, one after the other: a list of thousands is never in memory as a whole. */
export async function* siteFiles(source: PageSource, site: Site): AsyncGenerator<SiteFile> {
  const data = await source.data();
  yield* commonFiles(data, site);
  for (const { name } of shownTo(data, site.scope).checks) {
    yield* checkFiles(data, name, await source.details(name), site);
  }
}
