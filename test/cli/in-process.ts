import { Readable } from 'node:stream';
import type { Io } from '../../cli/io.ts';
import { main } from '../../cli/program.ts';
import type { Ended } from './command.ts';
import { holdToSchema } from './documents.ts';

type Settings = Pick<Io, 'cwd'> &
  Partial<Pick<Io, 'env' | 'stdin' | 'signal' | 'browse'>> & { readonly columns?: number };

/** Runs `rollcall` in this process: on a terminal of `columns`, or without them in a pipe. */
export async function rollcallHere(args: readonly string[], settings: Settings): Promise<Ended> {
  const { columns, ...given } = settings;
  const output = { stdout: '', stderr: '' };
  const streamOf = (name: 'stdout' | 'stderr') => ({
    isTTY: columns !== undefined,
    columns,
    write(text: string) {
      output[name] += text;
    },
  });
  const code = await main(args, {
    stdin: Readable.from([]),
    env: { LANG: 'C.UTF-8' },
    signal: new AbortController().signal,
    now: () => performance.now(),
    ...given,
    stdout: streamOf('stdout'),
    stderr: streamOf('stderr'),
  });
  holdToSchema(args, output.stdout);
  return { code, ...output };
}
