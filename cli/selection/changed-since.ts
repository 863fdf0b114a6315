import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Disk } from '#checks-file/reader/disk.ts';
import type { Root } from '#checks-file/reader/load-sources.ts';
import { loadChecks } from '#checks-file/reader/read-checks.ts';
import { filesOfFolder } from '#checks-file/reader/read-files.ts';
import type { Check } from '#core/check/check.ts';
import { type Asked, givenBy, type LoadedFiles, pathsAsked } from '../checks-files.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { diskAt } from './git.ts';

/** What is compared: some checks of what was asked for, as it was read now. */
export type Now = { readonly asked: Asked; readonly loaded: LoadedFiles; readonly checks: readonly Check[] };

/** `note` is there when all checks count as changed, and says why. */
export type Changed = { readonly checks: readonly Check[]; readonly note: string | null };

/**
 * Those of the checks that are not what they were at the commit where the work left `ref`: new ones, and those whose
 * entry, share of `defaults`, variables, or a file that they name has changed. What is compared is what was read, of all
 * files together, so that comments and layout do not count, nor where an entry stands. Throws UsageError where git cannot
 * tell.
 */
export async function changedSince(ref: string, { asked, loaded, checks }: Now, io: Io): Promise<Changed> {
  const { files, name } = loaded;
  const [first] = files;
  if (first === undefined || files.some((file) => file.name === 'stdin'))
    throw new UsageError('--changed-since compares a file with git; name it with --checks FILE');
  const disk = await diskAt(ref, realpathSync(first.folder));
  const roots = pathsAsked(asked).flatMap((path) => rootsAt(path, disk, io));
  const [is, has] = files.length === 1 ? ['is', 'has'] : ['are', 'have'];
  if (roots.length === 0) return { checks, note: `${name} ${is} not in ${ref}: every check counts as changed` };
  const { list } = await loadChecks(roots, await givenBy(asked, io), disk);
  if (list === null) return { checks, note: `${name} ${has} faults in ${ref}: every check counts as changed` };
  const before = new Map(list.checks.map((check) => [check.name, JSON.stringify(check)]));
  return { checks: checks.filter((check) => before.get(check.name) !== JSON.stringify(check)), note: null };
}

/** The files that a path stood for then; none where nothing was there. */
function rootsAt(asked: string, disk: Disk, { cwd }: Io): readonly Root[] {
  const full = resolve(cwd, asked);
  const real = join(realpathSync(dirname(full)), basename(full));
  const paths = filesOfFolder(real, disk)?.map((name) => join(real, name)) ?? [real];
  return paths.flatMap((path) => {
    if (disk.stat(path)?.kind !== 'file') return [];
    return [{ name: path, path, folder: dirname(path), text: new TextDecoder().decode(disk.read(path)) }];
  });
}
