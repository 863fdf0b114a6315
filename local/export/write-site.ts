import { readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SiteFile } from '#core/page/site-files.ts';
import { isMap } from '#core/text/json-values.ts';
import { makeFolder, plainFileError } from '../files.ts';

/** Why a folder does not become the pages, with what to do about it. */
export class ExportFault extends Error {
  override readonly name = 'ExportFault' as const;
}

/** What became of a folder: how many files are in it, how many of those are new or other, and how many went. */
export type Written = { readonly files: number; readonly changed: number; readonly removed: number };

/** Which files of the folder are ours, so that nothing else is ever deleted. */
const MANIFEST = '.rollcall-export.json';

/**
 * Makes a folder hold these files, each whole at every moment; what an earlier export made and this one did not goes. Files
 * that are as they were are not touched. Throws ExportFault for a folder that is somebody else's, and where it cannot be
 * written.
 */
export async function writeSite(folder: string, files: AsyncIterable<SiteFile>): Promise<Written> {
  try {
    const before = await ownFiles(folder);
    // An export that ends amid its work has made the folder its own all the same.
    await writeManifest(folder, before);
    const written = new Set<string>();
    let changed = 0;
    for await (const { path, text } of files) {
      written.add(path);
      if (await writeWhole(join(folder, path), text)) changed += 1;
    }
    const gone = [...before].filter((path) => !written.has(path));
    for (const path of gone) await remove(folder, path);
    await writeManifest(folder, written);
    return { files: written.size, changed, removed: gone.length };
  } catch (cause) {
    if (cause instanceof ExportFault) throw cause;
    throw new ExportFault(`${folder} cannot be written: ${plainFileError(cause)}`, { cause });
  }
}

/** What an earlier export made. Throws ExportFault for a folder with anything in it that none has made. */
async function ownFiles(folder: string): Promise<ReadonlySet<string>> {
  makeFolder(folder);
  const manifest = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (manifest !== null) return filesIn(folder, manifest);
  const [other] = await readdir(folder);
  if (other === undefined) return new Set();
  throw new ExportFault(
    `${folder} holds other things (${other}); name an empty folder, one that is not there, or one that an export made`,
  );
}

function filesIn(folder: string, manifest: string): ReadonlySet<string> {
  const parsed = parsedOr(manifest);
  const files = isMap(parsed) && Array.isArray(parsed['files']) ? parsed['files'] : null;
  if (files?.every((path): path is string => typeof path === 'string' && isInside(path))) return new Set(files);
  throw new ExportFault(`${join(folder, MANIFEST)} is no list of an export's files; empty the folder, or name another`);
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A path that somebody put into the list must not lead to a file elsewhere. */
function isInside(path: string): boolean {
  return path !== '' && path.split('/').every((step) => !['', '.', '..'].includes(step)) && !/[\\\0:]/.test(path);
}

function writeManifest(folder: string, files: ReadonlySet<string>): Promise<boolean> {
  return writeWhole(join(folder, MANIFEST), `${JSON.stringify({ files: [...files].toSorted() }, null, 2)}\n`);
}

/** Whether it was another before. Whoever reads meanwhile has the old text or the new one. */
async function writeWhole(file: string, text: string): Promise<boolean> {
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return false;
  const draft = `${file}.${process.pid}.new`;
  makeFolder(dirname(file));
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return true;
}

/** A file of ours, and folders that are empty without it. */
async function remove(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const isGone = await rmdir(join(folder, above)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
