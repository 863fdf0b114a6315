import { execFileSync } from 'node:child_process';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Disk, THIS_DISK } from '#checks-file/reader/disk.ts';

/** Of the largest file that a check can name, and of a checks file. */
const MOST_BYTES = 64 * 1024 * 1024;
/** As many as Linux follows. */
const MOST_LINKS = 40;

type Entry = { readonly type: 'blob' | 'link' | 'folder' | 'other'; readonly object: string };
type Folders = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

/**
 * The files of a repository as `git ls-tree -rz` lists them of a commit. `top` is where the repository really is. Files
 * outside it count as always as they are now. Of links only the last on a path is followed.
 */
export function committedDisk(top: string, listing: string): Disk {
  const folders = foldersIn(listing);
  const bytes = new Map<string, Uint8Array>();
  const insideOf = (path: string): string | null => {
    const inside = relative(top, resolve(path));
    return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : inside;
  };
  const entryAt = (inside: string): Entry | undefined =>
    inside === '' ? { type: 'folder', object: '' } : folders.get(folderOf(inside))?.get(basename(inside));
  function blobOf({ object }: Entry): Uint8Array {
    const known = bytes.get(object);
    const read =
      known ?? execFileSync('git', ['cat-file', 'blob', object], { cwd: top, maxBuffer: MOST_BYTES, stdio: 'pipe' });
    bytes.set(object, read);
    return read;
  }
  /** Where a path leads, and what is there; outside the repository no entry. Null for what was not there. */
  function followed(path: string, links = 0): { readonly path: string; readonly entry: Entry | null } | null {
    const inside = insideOf(path);
    if (inside === null) return { path, entry: null };
    const entry = entryAt(inside);
    if (entry === undefined || links > MOST_LINKS) return null;
    if (entry.type !== 'link') return { path: resolve(path), entry };
    return followed(resolve(dirname(path), new TextDecoder().decode(blobOf(entry))), links + 1);
  }
  return {
    real(path) {
      const found = followed(path);
      return found?.entry === null ? THIS_DISK.real(found.path) : (found?.path ?? null);
    },
    stat(path) {
      const found = followed(path);
      if (found?.entry === null) return THIS_DISK.stat(found.path);
      if (found === null) return null;
      const { entry } = found;
      return entry.type === 'blob'
        ? { kind: 'file', size: blobOf(entry).length }
        : { kind: entry.type === 'folder' ? 'folder' : 'other', size: 0 };
    },
    entries(folder) {
      const found = followed(folder);
      if (found?.entry === null) return THIS_DISK.entries(found.path);
      const inside = found === null ? null : insideOf(found.path);
      return [...(folders.get(inside ?? '..') ?? [])].map(([name, { type }]) => ({
        name,
        isFolder: type === 'folder',
      }));
    },
    read(path) {
      const found = followed(path);
      if (found?.entry === null) return THIS_DISK.read(found.path);
      if (found === null) throw Object.assign(new Error(`there was no file ${path}`), { code: 'ENOENT' });
      return blobOf(found.entry);
    },
  };
}

const folderOf = (inside: string): string => (dirname(inside) === '.' ? '' : dirname(inside));

/** `MODE TYPE OBJECT<tab>PATH`, with a NUL behind each. */
function foldersIn(listing: string): Folders {
  const folders = new Map<string, Map<string, Entry>>();
  const put = (inside: string, entry: Entry): void => {
    const folder = folderOf(inside);
    const known = folders.get(folder);
    if (known === undefined) {
      folders.set(folder, new Map([[basename(inside), entry]]));
      if (folder !== '') put(folder, { type: 'folder', object: '' });
    } else known.set(basename(inside), entry);
  };
  for (const line of listing.split('\0')) {
    const [, mode = '', type, object = '', path = ''] = /^(\d+) (\w+) (\w+)\t(.+)$/s.exec(line) ?? [];
    if (path === '') continue;
    put(join(...path.split('/')), { type: mode === '120000' ? 'link' : type === 'blob' ? 'blob' : 'other', object });
  }
  return folders;
}
