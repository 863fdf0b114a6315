import { realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readText } from '#checks-file/read-text.ts';
import { loadOutside } from '#checks-file/reader/load-outside.ts';
import type { Check } from '#core/check/check.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import type { ChecksFile } from '../files.ts';
import { UsageError } from '../usage-error.ts';
import { type Commit, commitOf } from './git.ts';

/** `note` is there when all checks count as changed, and says why. */
export type Changed = { readonly checks: readonly Check[]; readonly note: string | null };

/**
 * Those of the checks that are not what they were at the commit where the work left `ref`: new ones, and those whose
 * entry, share of `defaults`, or a file that they name has changed. What is compared is what was read, so that comments
 * and layout do not count. Throws UsageError where git cannot tell.
 */
export async function changedSince(ref: string, file: ChecksFile, checks: readonly Check[]): Promise<Changed> {
  if (file.name === 'stdin')
    throw new UsageError('--changed-since compares a file with git; name it with --checks FILE');
  const folder = realpathSync(file.folder);
  const commit = await commitOf(ref, folder);
  const bytes = commit.read(join(folder, basename(file.name)));
  if (bytes === null) return { checks, note: `${file.name} is not in ${ref}: every check counts as changed` };
  const text = new TextDecoder().decode(bytes);
  const read = readText(text, await loadOutside(text, filesAt(commit, folder)));
  if (!('list' in read)) {
    return { checks, note: `${file.name} has faults in ${ref}: every check counts as changed` };
  }
  const before = new Map(read.list.checks.map((check) => [check.name, JSON.stringify(check)]));
  return { checks: checks.filter((check) => before.get(check.name) !== JSON.stringify(check)), note: null };
}

function filesAt(commit: Commit, folder: string): NamedFiles {
  return (path) => {
    const bytes = commit.read(resolve(folder, path));
    if (bytes === null) throw new Error(`there is no file ${path}`);
    return bytes;
  };
}
