import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Disk } from '#checks-file/reader/disk.ts';
import { safeText } from '#core/text/safe-text.ts';
import { UsageError } from '../usage-error.ts';
import { committedDisk } from './committed-disk.ts';

const run = promisify(execFile);

/**
 * The files as they were at the commit at which `ref` and the work in `folder` were last the same. Throws UsageError where git, the repository or
 * the commit is missing. No shell sees the ref.
 */
export async function diskAt(ref: string, folder: string): Promise<Disk> {
  if (ref === '' || ref.startsWith('-'))
    throw new UsageError(`--changed-since ${ref} is no git ref; write one such as origin/main`);
  const top = realpathSync(await git(['rev-parse', '--show-toplevel'], folder, noRepository(folder)));
  const named = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], folder, () => {
    const advice = 'write one that there is here; a shallow clone has few: git fetch --unshallow, or fetch-depth: 0';
    return new UsageError(`--changed-since ${ref} is no commit of the repository ${top}; ${advice}`);
  });
  // Like a pull request's diff: what others changed on their side since is not ours. A shallow clone knows no ancestor.
  const id = await git(['merge-base', named, 'HEAD'], folder, () => null).catch(() => named);
  return committedDisk(top, await git(['ls-tree', '-rz', '--full-tree', id], top, () => null));
}

async function git(args: readonly string[], folder: string, fault: (said: string) => Error | null): Promise<string> {
  try {
    return (
      await run('git', [...args], { cwd: folder, encoding: 'utf8', maxBuffer: Number.POSITIVE_INFINITY })
    ).stdout.trimEnd();
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
