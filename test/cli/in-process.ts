import { Readable } from 'node:stream';
import type { Io } from '../../cli/io.ts';
import { main } from '../../cli/program.ts';
import type { Ended } from './command.ts';
import { holdToSchema } from './documents.ts';

type Settings = Pick<Io, 'cwd'> &
  Partial<Pick<Io, 'env' | 'stdin' | 'signal' | 'browse'>> & {
    readonly columns?: number;
    readonly rows?: number;
    /** Is given all that was written so far, each time that something was. */
    readonly onScreen?: (screen: string) => void;
  };

/** `screen`: both streams in the order in which they were written, as a terminal gets them. */
type EndedHere = Ended & { readonly screen: string };

/** Runs `rollcall` in this process: on a terminal of `columns`, or without them in a pipe. */
export async function rollcallHere(args: readonly string[], settings: Settings): Promise<EndedHere> {
  const { columns, rows, onScreen, ...given } = settings;
  const output = { stdout: '', stderr: '', screen: '' };
  const streamOf = (name: 'stdout' | 'stderr') => ({
    isTTY: columns !== undefined,
    columns,
    rows,
    write(text: string) {
      output[name] += text;
      output.screen += text;
      onScreen?.(output.screen);
    },
  });
  const code = await main(args, {
    stdin: Readable.from([]),
    env: { LANG: 'C.UTF-8' },
    signal: new AbortController().signal,
    now: () => performance.now(),
    filesRead: new Set(),
    ...given,
    stdout: streamOf('stdout'),
    stderr: streamOf('stderr'),
  });
  holdToSchema(args, output.stdout);
  return { code, ...output };
}
