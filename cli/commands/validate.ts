import { safeText } from '#core/text/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

export type ValidateOptions = { readonly checks: string };

/** Prints every fault of a checks file at once, or how many checks it holds and what should be otherwise. */
export async function validate(options: ValidateOptions, io: Io): Promise<number> {
  const [file, { formatFault }, { readChecks }, { warningsOf }] = await Promise.all([
    readChecksFile(options.checks, io),
    import('#checks-file/fault-text.ts'),
    import('#checks-file/reader/read-checks.ts'),
    import('#checks-file/warnings.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  if (list === null) {
    for (const fault of faults) io.stdout.write(`${safeText(formatFault(file.name, fault))}\n`);
    io.stderr.write(`${counted(faults.length, 'fault')} in ${file.name}\n`);
    return EXIT.usage;
  }
  const warnings = warningsOf(file.text, list, new Date());
  for (const warning of warnings) io.stdout.write(`${safeText(formatFault(file.name, warning, 'warning'))}\n`);
  const told = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
  io.stdout.write(`${file.name}: ${counted(list.checks.length, 'check')}, no faults${told}\n`);
  return EXIT.ok;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
