import { type Disk, THIS_DISK } from '#checks-file/reader/disk.ts';

/** The files of this machine, and every path that somebody looked at: what is missing may come. */
export function notedDisk(paths: Set<string>): Disk {
  const noted = <T>(path: string, look: (path: string) => T): T => {
    paths.add(path);
    return look(path);
  };
  return {
    real: (path) => noted(path, THIS_DISK.real),
    stat: (path) => noted(path, THIS_DISK.stat),
    entries: (folder) => noted(folder, THIS_DISK.entries),
    read: (path) => noted(path, THIS_DISK.read),
  };
}
