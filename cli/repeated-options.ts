import type { Command } from 'commander';
import { added, seen, variable, words } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** What reads an option that adds to itself when it is given again. */
const ADDING: readonly unknown[] = [words, variable, seen, added];

/** An option with one value that is given twice is refused: the last would win, and the first be lost without a word. */
export function refuseRepetition(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.variadic || ADDING.includes(option.parseArg)) continue;
    let first: string | undefined;
    command.on(`option:${option.name()}`, (value: string) => {
      if (first !== undefined)
        throw new UsageError(`${option.long} is given twice, as ${first} and as ${value}; write it once`);
      first = value;
    });
  }
}
