import type { Command } from 'commander';
import { words } from '../arguments.ts';

/** Adds the options that choose checks of a list on this machine. */
export function withSelection(command: Command): Command {
  return withNames(command).option(
    '--changed-since <ref>',
    'only checks that changed since this git ref, with the files that they name',
  );
}

/**
 * The same for a command about the past, to which no change of a file matters. In names and tags `*` stands for any text,
 * `?` for one character.
 */
export function withNames(command: Command): Command {
  return command
    .option('--only <names>', "only the checks of these names, separated by commas; 'shop-*' is several", words)
    .option('--exclude <names>', 'all but the checks of these names', words)
    .option('--tags <tags>', 'only checks with any of these tags, separated by commas', words);
}
