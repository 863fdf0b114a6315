import { dirname, normalize, resolve } from 'node:path';
import { quote } from '#core/text/shell-quoting.ts';
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

/** What to write instead of an address where a checks file is wanted. */
export const asCommand = (address: string): string =>
  `a URL is checked as a curl command: rollcall run -- curl ${quote(address)}`;

/** `example.com`, `localhost:8080/health`; of names that end as files do only those with a path behind them. */
function looksLikeHost(path: string): boolean {
  const [host = ''] = path.split('/', 1);
  return (
    /^(?:localhost|(?:[a-z0-9-]+\.)+[a-z]{2,}|(?:\d{1,3}\.){3}\d{1,3})(?::\d+)?$/i.test(host) && !FILE_ENDING.test(host)
  );
}

const FILE_ENDING = /\.(?:ya?ml|json|env|txt|har|prom)$/i;

function unreadable(path: string, otherwise: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (cause.code === 'ENOENT') {
      const advice =
        normalize(path) === DEFAULT_CHECKS_FILE
          ? [otherwise, 'write one with: rollcall init']
          : ['check the path', otherwise];
      const said = advice.filter((one) => one !== '').join(', or ');
      const address = looksLikeHost(path) ? `; ${asCommand(path)}` : '';
      throw new UsageError(`there is no file ${path}; ${said}${address}`, { cause });
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
