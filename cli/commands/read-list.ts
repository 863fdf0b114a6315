import type { CheckList } from '#core/check/check-list.ts';
import { safeText } from '#core/text/safe-text.ts';
import { readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

/** The list in a checks file, or null when every fault of it has been told. */
export async function readList(path: string, io: Io): Promise<CheckList | null> {
  const [file, { formatFault }, { readChecks }] = await Promise.all([
    readChecksFile(path, io),
    import('#checks-file/fault-text.ts'),
    import('#checks-file/reader/read-checks.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  for (const fault of faults) io.stderr.write(`${safeText(formatFault(file.name, fault))}\n`);
  return list;
}
