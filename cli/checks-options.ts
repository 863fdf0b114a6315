import type { Command } from 'commander';
import { added, variable } from './arguments.ts';
import { DEFAULT_CHECKS_FILE } from './files.ts';

/** The options of every command that reads checks files. */

/** Adds them. `what` says when they count, where that is not always: without any of them it is no list then. */
export function withChecks(command: Command, what = ''): Command {
  const otherwise = what === '' ? ` (default: "${DEFAULT_CHECKS_FILE}")` : '';
  return command
    .option(
      '-c, --checks <file>',
      `${what}a checks file or a folder of them, several times; - reads the standard input${otherwise}`,
      added,
    )
    .option('--environment <environment>', `${what}the one of environments in the file whose values variables have`)
    .option('--var <name=value>', `${what}the value of a variable; several times`, variable)
    .option('--var-file <file>', `${what}values of variables, a NAME=VALUE a line; several times`, added);
}

/** The options of a command with the files that stand behind it as words: they are read after those of -c. */
export function withFiles<T extends { readonly checks?: readonly string[] }>(options: T, files: readonly string[]): T {
  return files.length === 0 ? options : { ...options, checks: [...(options.checks ?? []), ...files] };
}
