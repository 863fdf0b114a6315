import type { Fault } from '#checks-file/fault-text.ts';
import { type Asked, type LoadedFiles, loadAsked } from '../checks-files.ts';
import { ciPaths } from '../ci-path.ts';
import { EXIT } from '../exit-codes.ts';
import { type GithubOptions, isForGithub } from '../github/options.ts';
import type { Io, Out } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';

export type ValidateOptions = GithubOptions & Asked & { readonly json?: boolean };

/** What validating came to. `checks` is null when there are faults; else how many are enabled. */
type Validated = Pick<LoadedFiles, 'name' | 'files'> & {
  readonly checks: number | null;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
};

/** Prints every fault of checks files at once, or how many checks they hold and what should be otherwise. */
export async function validate(options: ValidateOptions, io: Io): Promise<number> {
  const { list, faults, warnings, name, files } = await loadAsked(options, io);
  const checks = list?.checks.length ?? null;
  const validated = { name, files, checks, faults, warnings: await warnings(new Date()) };
  if (options.json) printJson(documentOf(validated, options), io.stdout);
  else await print(validated, io);
  if (isForGithub(options, io)) await annotate(validated, io, options.json ? io.stderr : io.stdout);
  return list === null ? EXIT.usage : EXIT.ok;
}

function documentOf({ name, files, checks, faults, warnings }: Validated, { environment }: Asked) {
  const placed = ({ file = name, line, column, path, message }: Fault) => ({ file, line, column, path, message });
  return {
    file: files.map((file) => file.name).join(', '),
    ...(environment !== undefined && { environment }),
    valid: checks !== null,
    checks,
    faults: faults.map(placed),
    warnings: warnings.map(placed),
  };
}

async function print({ name, checks, faults, warnings }: Validated, io: Io): Promise<void> {
  const { formatFault } = await import('#checks-file/fault-text.ts');
  for (const fault of faults) await say(formatFault(name, fault), io.stdout);
  for (const warning of warnings) await say(formatFault(name, warning, 'warning'), io.stdout);
  if (checks === null) {
    await say(`${counted(faults.length, 'fault')} in ${name}`, io.stderr);
    return;
  }
  const told = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
  await say(`${name}: ${counted(checks, 'check')}, no faults${told}`, io.stdout);
}

async function annotate({ name, faults, warnings }: Validated, io: Io, out: Out): Promise<void> {
  const { annotateFaults } = await import('../github/annotations.ts');
  const pathOf = ciPaths(io);
  const fileOf = ({ file = name }: Fault) => pathOf(file);
  annotateFaults(faults, 'error', fileOf, out);
  annotateFaults(warnings, 'warning', fileOf, out);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
