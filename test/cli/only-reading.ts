import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { programOf } from '../../cli/program.ts';

const out = { write: () => true };

/** The commands as a command line of these words is read by, of which none does anything. */
export function onlyReading(args: readonly string[]): Command {
  const io = {
    stdin: Readable.from([]),
    stdout: out,
    stderr: out,
    env: {},
    cwd: '.',
    signal: new AbortController().signal,
    filesRead: new Set<string>(),
    now: () => 0,
  };
  const program = programOf(
    args,
    io,
    () => undefined,
    () => undefined,
  );
  const each = program.commands.flatMap((one) => (one.commands.length > 0 ? one.commands : [one]));
  for (const command of each) command.action(() => undefined);
  return program;
}
