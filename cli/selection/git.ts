import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { safeText } from '#core/text/safe-text.ts';
import { UsageError } from '../usage-error.ts';

const run = promisify(execFile);
/** Of the largest file that a check can name, and of a checks file. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A commit and how to read files as they were then. Paths are absolute; null where there was no such file. */
export type Commit = { readonly id: string; readonly read: (path: string) => Uint8Array | null };

/**
 * The commit at which `ref` and the work in `folder` were last the same. Throws UsageError where git, the repository or
 * the commit is missing. No shell sees the ref.
 */
export async function commitOf(ref: string, folder: string): Promise<Commit> {
  if (ref === '' || ref.startsWith('-'))
    throw new UsageError(`--changed-since ${ref} is no git ref; write one such as origin/main`);
  const top = realpathSync(await git(['rev-parse', '--show-toplevel'], folder, noRepository(folder)));
  const named = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], folder, () => {
    const advice = 'write one that there is here; a shallow clone has few: git fetch --unshallow, or fetch-depth: 0';
    return new UsageError(`--changed-since ${ref} is no commit of the repository ${top}; ${advice}`);
  });
  // Like a pull request's diff: what others changed on their side since is not ours. A shallow clone knows no ancestor.
  const id = await git(['merge-base', named, 'HEAD'], folder, () => null).catch(() => named);
  return { id, read: (path) => fileAt(id, top, path) };
}

async function git(args: readonly string[], folder: string, fault: (said: string) => Error | null): Promise<string> {
  try {
    return (await run('git', [...args], { cwd: folder, encoding: 'utf8' })).stdout.trimEnd();
  } catch (cause) {
    const { code, stderr = '' } = cause as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') throw new UsageError('--changed-since asks git, which is not installed here', { cause });
    throw fault(stderr) ?? cause;
  }
}

function noRepository(folder: string): (said: string) => Error {
  return (said) => {
    const why = said.includes('not a git repository')
      ? 'is in no git repository'
      : `git says: ${safeText(said.trim())}`;
    return new UsageError(`--changed-since: ${folder} ${why}; leave it out, or call Rollcall in a clone`);
  };
}

/** A file outside the repository counts as always as it is now. */
function fileAt(commit: string, top: string, path: string): Uint8Array | null {
  const inside = relative(top, resolve(path));
  try {
    if (inside.startsWith('..') || isAbsolute(inside)) return readFileSync(path);
    const object = `${commit}:${inside.split(sep).join('/')}`;
    return execFileSync('git', ['cat-file', 'blob', object], { cwd: top, maxBuffer: MOST_BYTES, stdio: 'pipe' });
  } catch {
    return null;
  }
}
