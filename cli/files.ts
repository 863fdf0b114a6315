import { basename, dirname, resolve } from 'node:path';
import { plainFileError } from '#local/files.ts';
import { bytesIn, fileBytes, InputFault } from './input-bytes.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

export const DEFAULT_CHECKS_FILE = 'checks.yaml';
export const STDIN = '-';

/**
 * The text of a checks file, the name to call it by in messages, and the folder that files named in it are relative to.
 * `-` is the standard input, and relative to where the command runs.
 */
export type ChecksFile = { readonly name: string; readonly text: string; readonly folder: string };

export async function readChecksFile(
  path: string,
  io: Io,
  otherwise = 'name another with --checks FILE',
): Promise<ChecksFile> {
  const name = path === STDIN ? 'stdin' : path;
  const folder = path === STDIN ? io.cwd : dirname(resolve(io.cwd, path));
  if (path !== STDIN) io.filesRead.add(resolve(io.cwd, path));
  const bytes = await bytesOf(path, name, otherwise, io);
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), folder };
  } catch (cause) {
    throw new UsageError(`${name} is not UTF-8 text; save it as UTF-8`, { cause });
  }
}

function unreadable(path: string, otherwise: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (cause.code === 'ENOENT') {
      const advice =
        basename(path) === DEFAULT_CHECKS_FILE
          ? [otherwise, 'write one with: rollcall init']
          : ['check the path', otherwise];
      throw new UsageError(`there is no file ${path}; ${advice.filter((one) => one !== '').join(', or ')}`, { cause });
    }
    throw new UsageError(`${path} cannot be read: ${plainFileError(cause)}`, { cause });
  };
}

async function bytesOf(path: string, name: string, otherwise: string, io: Io): Promise<Uint8Array> {
  try {
    return path === STDIN ? await bytesIn(io.stdin, io.signal) : await fileBytes(resolve(io.cwd, path), io.signal);
  } catch (cause) {
    if (cause instanceof InputFault) throw new UsageError(`${name} ${cause.message}`, { cause });
    if (io.signal.aborted) throw cause;
    return unreadable(path, otherwise)(cause as NodeJS.ErrnoException);
  }
}
