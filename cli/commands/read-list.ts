import type { CheckList } from '#core/check/check-list.ts';
import { safeText } from '#core/text/safe-text.ts';
import { ciPath } from '../ci-path.ts';
import { type ChecksFile, readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

/** A list and the file that it was read from. */
export type Listed = { readonly list: CheckList; readonly file: ChecksFile };

/** The list in a checks file, or null when every fault of it has been told. */
export async function readList(path: string, io: Io): Promise<CheckList | null> {
  return (await readListed(path, io))?.list ?? null;
}

/** The same with the file. `annotate`: faults are told to GitHub Actions too, at their lines. */
export async function readListed(path: string, io: Io, annotate = false): Promise<Listed | null> {
  const [file, { formatFault }, { readChecks }] = await Promise.all([
    readChecksFile(path, io),
    import('#checks-file/fault-text.ts'),
    import('#checks-file/reader/read-checks.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  for (const fault of faults) io.stderr.write(`${safeText(formatFault(file.name, fault))}\n`);
  if (annotate && faults.length > 0) {
    const { annotateFaults } = await import('../github/annotations.ts');
    annotateFaults(ciPath(file.name, io), faults, 'error', io.stderr);
  }
  return list === null ? null : { list, file };
}
