import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Given, NOTHING_GIVEN } from '../sources/given.ts';
import { type Disk, THIS_DISK } from './disk.ts';
import { type Loaded, loadChecks } from './read-checks.ts';

/** JSON is left out: bodies and schemas lie beside checks. */
const CHECKS_FILE = /^[^.].*\.ya?ml$/;

/** The checks files in a folder, by their names; null for what is no folder. Throws what the operating system says. */
export function filesOfFolder(path: string, disk: Disk = THIS_DISK): readonly string[] | null {
  if (disk.stat(path)?.kind !== 'folder') return null;
  return disk
    .entries(path)
    .map(({ name }) => name)
    .filter((name) => CHECKS_FILE.test(name))
    .toSorted();
}

/** Why a folder cannot be read as checks files, in words that go on behind its name. */
export const NO_FILES = 'is a folder without checks files; put files that end in .yaml or .yml there, or name a file';

/**
 * Reads checks files, and those of folders, as one list, with all that they include: what `rollcall run` would call.
 * Throws what the operating system says of a file that cannot be read.
 */
export async function readChecksFiles(paths: readonly string[], given: Given = NOTHING_GIVEN): Promise<Loaded> {
  const files = paths.flatMap((path) => {
    const names = filesOfFolder(path);
    if (names?.length === 0) throw new Error(`${path} ${NO_FILES}`);
    return names?.map((name) => join(path, name)) ?? [path];
  });
  const roots = files.map((path) => ({ name: path, path, folder: dirname(path), text: readFileSync(path, 'utf8') }));
  return loadChecks(roots, given);
}
