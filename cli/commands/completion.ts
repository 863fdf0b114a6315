import type { Command } from 'commander';
import { complete } from '../completion/complete.ts';
import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** Prints what a shell has to be told to complete `rollcall`. */
export function completion(shell: Shell, io: Io): number {
  io.stdout.write(SCRIPTS[shell]);
  return EXIT.ok;
}

/** Prints what completes the last of the words, as the scripts of the shells read it. */
export async function completeWords(program: Command, words: readonly string[], io: Io): Promise<number> {
  const completed = await complete(program, words, async (asked) => {
    const { knownIn } = await import('../completion/known.ts');
    return knownIn(asked, io);
  });
  const lines =
    completed === 'files' ? [':files'] : completed.map(({ value, description }) => `${value}\t${plain(description)}`);
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return EXIT.ok;
}

const plain = (description: string): string => description.split('\n', 1)[0] ?? '';
