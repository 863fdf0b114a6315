import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { complete } from '../completion/complete.ts';
import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** A file that takes longer to read than somebody waits for a completion. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Prints what a shell has to be told to complete `rollcall`. */
export function completion(shell: Shell, io: Io): number {
  io.stdout.write(SCRIPTS[shell]);
  return EXIT.ok;
}

/** Prints what completes the last of the words, as the scripts of the shells read it. */
export async function completeWords(program: Command, words: readonly string[], io: Io): Promise<number> {
  const completed = await complete(program, words, (file) => textOf(resolve(io.cwd, file)));
  const lines =
    completed === 'files' ? [':files'] : completed.map(({ value, description }) => `${value}\t${plain(description)}`);
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return EXIT.ok;
}

/** The text of a plain file; null where there is none, such as a pipe that would be waited for. */
async function textOf(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size <= MOST_BYTES ? await readFile(file, 'utf8') : null;
  } catch {
    return null;
  }
}

const plain = (description: string): string => description.split('\n', 1)[0] ?? '';
