import { resolve } from 'node:path';
import type { CheckList } from '#core/check/check-list.ts';
import type { Scope } from '#core/page/how.ts';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { askMemoryHere } from './local-memory.ts';

export type ExportOptions = Asked & {
  readonly html?: string;
  readonly baseUrl?: string;
  readonly public?: boolean;
  readonly private?: boolean;
};

/** Writes the pages of what this machine remembers as files, for any web server. */
export async function exportPages(options: ExportOptions, io: Io): Promise<number> {
  const { html: folder, baseUrl = null } = options;
  if (folder === undefined) throw new UsageError('where to? rollcall export --html FOLDER');
  if (options.public && options.private) throw new UsageError('--public and --private exclude each other');
  const scope = options.private ? 'private' : 'public';
  const [{ siteFiles }, { ExportFault, writeSite }] = await Promise.all([
    import('#local/export/site.ts'),
    import('#local/export/write-site.ts'),
  ]);
  const site = baseUrl === null ? null : `${baseUrl.replace(/\/+$/, '')}/`;
  try {
    const written = await askMemoryHere({ asked: options, to: 'use' }, io, async (store, list) => {
      refuseNothing(list, scope);
      return writeSite(resolve(io.cwd, folder), siteFiles(await pagesOf(store, list), { scope, site }));
    });
    if (written === null) return EXIT.usage;
    const { files, changed, removed } = written;
    const gone = removed === 0 ? '' : `, ${removed} removed`;
    await say(`${folder}: ${files} files, ${changed} changed${gone}`, io.stdout);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ExportFault) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** Pages for everybody of a list that shows nobody anything would look like a fault, and nobody asked for all of it. */
function refuseNothing({ page }: CheckList, scope: Scope): void {
  if (scope === 'private' || (page !== undefined && page.public !== null)) return;
  throw new UsageError(
    'nothing is public: name tags under page.public.tags in the checks file, or write all of it with --private',
  );
}

async function pagesOf(store: SqliteStore, list: CheckList) {
  const { storePages } = await import('#local/page/store-pages.ts');
  const latest = await store.latest(list.checks.map(({ name }) => name));
  return storePages({
    store,
    list: () => ({ list, faults: [] }),
    latest: (name) => latest.get(name) ?? null,
    now: Date.now,
  });
}
