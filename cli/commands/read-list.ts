import type { CheckList } from '#core/checks/parse.ts';
import { safeText } from '#core/verdict/safe-text.ts';
import { readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

/** The list in a checks file, or null when every fault of it has been told. */
export async function readList(path: string, io: Io): Promise<CheckList | null> {
  const [file, { formatFault }, { readChecks }] = await Promise.all([
    readChecksFile(path, io),
    import('#core/checks/parse.ts'),
    import('#local/read-checks.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  for (const fault of faults) io.stderr.write(`${safeText(formatFault(file.name, fault))}\n`);
  return list;
}
