import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

/** What reading a list looks at: the files and folders of this machine, or those of a commit. Paths are absolute. */
export type Disk = {
  /** Where a path leads by symbolic links; null for what is not there. */
  real(path: string): string | null;
  /** What a path is, links followed, and how many bytes a file has; null for what is not there. */
  stat(path: string): { readonly kind: 'file' | 'folder' | 'other'; readonly size: number } | null;
  /** What is in a folder; a link to a folder is none. Throws what the operating system says. */
  entries(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[];
  /** A file's bytes. Throws what the operating system says. */
  read(path: string): Uint8Array;
};

/** The files of this machine as they are now. */
export const THIS_DISK: Disk = {
  real(path) {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
  stat(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    return { kind: stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other', size: stat.size };
  },
  entries: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
  read: (path) => readFileSync(path),
};
