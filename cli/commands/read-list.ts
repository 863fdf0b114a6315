import type { CheckList } from '#core/check/check-list.ts';
import { type Asked, type LoadedFiles, loadAsked } from '../checks-files.ts';
import { ciPaths } from '../ci-path.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';

/** A list and what it was read from. */
export type Listed = { readonly list: CheckList; readonly loaded: LoadedFiles };

/** The list in checks files, or null when every fault of them has been told. */
export async function readList(asked: Asked, io: Io): Promise<CheckList | null> {
  return (await readListed(asked, io))?.list ?? null;
}

/** The same with the files. `annotate`: faults are told to GitHub Actions too, at their lines. */
export async function readListed(asked: Asked, io: Io, annotate = false): Promise<Listed | null> {
  const [loaded, { formatFault }] = await Promise.all([loadAsked(asked, io), import('#checks-file/fault-text.ts')]);
  const { list, faults, name } = loaded;
  for (const fault of faults) await say(formatFault(name, fault), io.stderr);
  if (annotate && faults.length > 0) {
    const { annotateFaults } = await import('../github/annotations.ts');
    const pathOf = ciPaths(io);
    annotateFaults(faults, 'error', ({ file = name }) => pathOf(file), io.stderr);
  }
  return list === null ? null : { list, loaded };
}
