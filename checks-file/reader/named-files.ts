import { resolve } from 'node:path';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { formatSize } from '#core/text/size.ts';
import { type Disk, THIS_DISK } from './disk.ts';

/** Of some files (a cookie jar) a check takes a part, so more is read than a check can hold. */
const MOST_BYTES = 1024 * 1024;

/** Reads the files that settings name, relative to a folder. Throws an Error in plain words. */
export function filesIn(folder: string, disk: Disk = THIS_DISK): NamedFiles {
  return (path) => {
    const full = resolve(folder, path);
    const stat = disk.stat(full);
    if (stat === null) throw new Error(`there is no file ${path}`);
    // A pipe or a device may never end, and may hang before its first byte.
    if (stat.kind !== 'file') throw new Error(`${path} is no file`);
    if (stat.size > MOST_BYTES) throw new Error(`${path} takes ${formatSize(stat.size)}, more than any check can hold`);
    try {
      return disk.read(full);
    } catch (cause) {
      throw new Error(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
    }
  };
}
