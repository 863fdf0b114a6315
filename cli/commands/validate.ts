import { safeText } from '#core/verdict/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

export type ValidateOptions = { readonly checks: string };

/** Prints every fault of a checks file at once, or how many checks it holds. */
export async function validate(options: ValidateOptions, io: Io): Promise<number> {
  const [file, { formatFault }, { readChecks }] = await Promise.all([
    readChecksFile(options.checks, io),
    import('#core/checks/parse.ts'),
    import('#local/read-checks.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  if (list === null) {
    for (const fault of faults) io.stdout.write(`${safeText(formatFault(file.name, fault))}\n`);
    io.stderr.write(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${file.name}\n`);
    return EXIT.usage;
  }
  const count = list.checks.length;
  io.stdout.write(`${file.name}: ${count} ${count === 1 ? 'check' : 'checks'}, no faults\n`);
  return EXIT.ok;
}
