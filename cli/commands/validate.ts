import { safeText } from '#core/text/safe-text.ts';
import { type Asked, loadAsked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export type ValidateOptions = Asked;

/** Prints every fault of checks files at once, or how many checks they hold and what should be otherwise. */
export async function validate(options: ValidateOptions, io: Io): Promise<number> {
  const [{ list, faults, name, warnings }, { formatFault }] = await Promise.all([
    loadAsked(options, io),
    import('#checks-file/fault-text.ts'),
  ]);
  if (list === null) {
    for (const fault of faults) io.stdout.write(`${safeText(formatFault(name, fault))}\n`);
    io.stderr.write(`${counted(faults.length, 'fault')} in ${name}\n`);
    return EXIT.usage;
  }
  const found = await warnings(new Date());
  for (const warning of found) io.stdout.write(`${safeText(formatFault(name, warning, 'warning'))}\n`);
  const told = found.length === 0 ? '' : `, ${counted(found.length, 'warning')}`;
  io.stdout.write(`${name}: ${counted(list.checks.length, 'check')}, no faults${told}\n`);
  return EXIT.ok;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
