import type { Fault } from '#checks-file/fault-text.ts';
import { safeText } from '#core/text/safe-text.ts';
import { ciPath } from '../ci-path.ts';
import { EXIT } from '../exit-codes.ts';
import { type ChecksFile, readChecksFile } from '../files.ts';
import { type GithubOptions, isForGithub } from '../github/options.ts';
import type { Io, Out } from '../io.ts';

export type ValidateOptions = GithubOptions & { readonly checks: string; readonly json?: boolean };

/** What validating came to. `checks` is null when there are faults; else how many are enabled. */
type Validated = {
  readonly checks: number | null;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
};

/** Prints every fault of a checks file at once, or how many checks it holds and what should be otherwise. */
export async function validate(options: ValidateOptions, io: Io): Promise<number> {
  const [file, { readChecks }, { warningsOf }] = await Promise.all([
    readChecksFile(options.checks, io),
    import('#checks-file/reader/read-checks.ts'),
    import('#checks-file/warnings.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  const warnings = list === null ? [] : warningsOf(file.text, list, new Date());
  const validated = { checks: list?.checks.length ?? null, faults, warnings };
  if (options.json) io.stdout.write(`${JSON.stringify(documentOf(file, validated), null, 2)}\n`);
  else await print(file, validated, io);
  if (isForGithub(options, io)) await annotate(file, validated, io, options.json ? io.stderr : io.stdout);
  return list === null ? EXIT.usage : EXIT.ok;
}

function documentOf({ name }: ChecksFile, { checks, faults, warnings }: Validated) {
  const placed = ({ line, column, path, message }: Fault) => ({ file: name, line, column, path, message });
  return { file: name, valid: checks !== null, checks, faults: faults.map(placed), warnings: warnings.map(placed) };
}

async function print({ name }: ChecksFile, { checks, faults, warnings }: Validated, io: Io): Promise<void> {
  const { formatFault } = await import('#checks-file/fault-text.ts');
  for (const fault of faults) io.stdout.write(`${safeText(formatFault(name, fault))}\n`);
  for (const warning of warnings) io.stdout.write(`${safeText(formatFault(name, warning, 'warning'))}\n`);
  if (checks === null) {
    io.stderr.write(`${counted(faults.length, 'fault')} in ${name}\n`);
    return;
  }
  const told = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
  io.stdout.write(`${name}: ${counted(checks, 'check')}, no faults${told}\n`);
}

async function annotate({ name }: ChecksFile, { faults, warnings }: Validated, io: Io, out: Out): Promise<void> {
  const { annotateFaults } = await import('../github/annotations.ts');
  const file = ciPath(name, io);
  annotateFaults(file, faults, 'error', out);
  annotateFaults(file, warnings, 'warning', out);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
