import { dirname, join } from 'node:path';
import type { Fault } from '../fault-text.ts';
import { type Given, NOTHING_GIVEN } from '../sources/given.ts';
import { type Disk, THIS_DISK } from './disk.ts';
import type { Root } from './load-sources.ts';
import { type Loaded, loadChecks, NOTHING_READ } from './read-checks.ts';
import { cannotBeRead, textIn } from './text-in.ts';

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
 * Reads checks files, and those of folders, as one list, with all that they include: what `rollcall run` would call. Files
 * that cannot be read are faults too. Never throws for the files' sake.
 */
export async function readChecksFiles(paths: readonly string[], given: Given = NOTHING_GIVEN): Promise<Loaded> {
  const read = paths.flatMap((path) => rootsAt(path));
  const faults = read.flatMap((one) => ('message' in one ? [one] : []));
  if (paths.length === 0) faults.push(atTheTop("names no file; write readChecksFiles(['checks.yaml'])"));
  if (faults.length > 0) return { ...NOTHING_READ, faults };
  return loadChecks(
    read.flatMap((one) => ('text' in one ? [one] : [])),
    given,
  );
}

/** What is read of a path: a file, or those of a folder; a fault in place of each that cannot be. */
function rootsAt(path: string): readonly (Root | Fault)[] {
  try {
    const names = filesOfFolder(path);
    if (names?.length === 0) return [atTheTop(NO_FILES, path)];
    return (names?.map((name) => join(path, name)) ?? [path]).map((file) => rootAt(file));
  } catch (cause) {
    return [atTheTop(cannotBeRead(cause), path)];
  }
}

function rootAt(path: string): Root | Fault {
  if (THIS_DISK.stat(path) === null) return atTheTop('is not there; write it, or name another file', path);
  const read = textIn(path, THIS_DISK);
  return 'fault' in read ? atTheTop(read.fault, path) : { name: path, path, folder: dirname(path), text: read.text };
}

/** A fault of a file as a whole; of the call where no file is named. */
function atTheTop(message: string, file?: string): Fault {
  return { ...(file !== undefined && { file }), line: 1, column: 1, path: '', message };
}
