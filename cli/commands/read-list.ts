import type { CheckList } from '#core/check/check-list.ts';
import { safeText } from '#core/text/safe-text.ts';
import { type Asked, loadAsked } from '../checks-files.ts';
import type { Io } from '../io.ts';

/** The list in checks files, or null when every fault of them has been told. */
export async function readList(asked: Asked, io: Io): Promise<CheckList | null> {
  const [{ list, faults, name }, { formatFault }] = await Promise.all([
    loadAsked(asked, io),
    import('#checks-file/fault-text.ts'),
  ]);
  for (const fault of faults) io.stderr.write(`${safeText(formatFault(name, fault))}\n`);
  return list;
}
