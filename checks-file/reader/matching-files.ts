import { join } from 'node:path';
import { fitsPattern, isPattern } from '#core/text/glob.ts';
import { type Disk, THIS_DISK } from './disk.ts';

/** The files that a pattern names: `*` and `?` stand for parts of a name, `**` for any folders. */

const MOST_FOLDERS = 5_000;

/**
 * The paths of the files in a folder that fit a pattern, sorted, from the folder on. Names that begin with a dot want to be
 * written; links to folders are not followed by `**`. null when there are more than `most`.
 */
export function matchingFiles(
  folder: string,
  pattern: string,
  most: number,
  disk: Disk = THIS_DISK,
): readonly string[] | null {
  const steps = pattern.split('/').filter((step) => step !== '' && step !== '.');
  if (pattern.startsWith('/'))
    return matchingFiles('/', steps.join('/'), most, disk)?.map((path) => `/${path}`) ?? null;
  const walk: Walk = { disk, folder, most, found: new Set(), folders: 0 };
  follow(walk, '', steps);
  return isFull(walk) ? null : [...walk.found].toSorted();
}

type Walk = {
  readonly disk: Disk;
  readonly folder: string;
  readonly most: number;
  readonly found: Set<string>;
  folders: number;
};

const isFull = ({ found, most, folders }: Walk): boolean => found.size > most || folders > MOST_FOLDERS;

/** Follows the steps of a pattern from a folder on, as many ways as there are. */
function follow(walk: Walk, at: string, [step, ...rest]: readonly string[]): void {
  if (step === undefined || isFull(walk)) return;
  walk.folders += 1;
  if (step === '**') {
    follow(walk, at, rest);
    const deeper = entriesOf(walk, at).filter((entry) => entry.isFolder && !isHidden(entry.name));
    for (const { name } of deeper) follow(walk, join(at, name), [step, ...rest]);
    return;
  }
  if (!isPattern(step) && rest.length > 0) {
    follow(walk, join(at, step), rest);
    return;
  }
  const fits = namesThatFit(step);
  for (const entry of entriesOf(walk, at).filter(({ name }) => fits(name))) {
    if (rest.length > 0) follow(walk, join(at, entry.name), rest);
    else if (!entry.isFolder) walk.found.add(join(at, entry.name));
  }
}

function entriesOf({ disk, folder }: Walk, at: string): ReturnType<Disk['entries']> {
  try {
    return disk.entries(join(folder, at));
  } catch {
    // No folder, or none that may be read: nothing in it fits.
    return [];
  }
}

const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function namesThatFit(pattern: string): (name: string) => boolean {
  return (name) => (!name.startsWith('.') || pattern.startsWith('.')) && fitsPattern(pattern, name);
}
