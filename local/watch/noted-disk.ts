import { type Disk, THIS_DISK } from '#checks-file/reader/disk.ts';

/**
 * The files of this machine, and every file that somebody looked at, as far as it is there: what is missing may come. A folder
 * counts where what is in it was asked for.
 */
export function notedDisk(paths: Set<string>): Disk {
  const note = (path: string) => {
    if (THIS_DISK.stat(path)?.kind !== 'folder') paths.add(path);
  };
  return {
    real(path) {
      note(path);
      return THIS_DISK.real(path);
    },
    stat(path) {
      note(path);
      return THIS_DISK.stat(path);
    },
    entries(folder) {
      paths.add(folder);
      return THIS_DISK.entries(folder);
    },
    read(path) {
      paths.add(path);
      return THIS_DISK.read(path);
    },
  };
}
