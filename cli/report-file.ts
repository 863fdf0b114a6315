import type { BigIntStats } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { makeFolder, plainFileError } from '#local/files.ts';
import type { Io } from './io.ts';
import { say } from './output/say.ts';
import { storeFile } from './store-file.ts';
import { UsageError } from './usage-error.ts';

/**
 * Makes sure that a report can be written before anything is sent: a wrong path must not cost a run. Empties the file,
 * so that no CI takes the report of an earlier run for this one's, unless `flags` are 'a'. `file`: what is written, where
 * `path` is its folder.
 */
export async function reserveFile(
  option: string,
  path: string,
  io: Io,
  { flags = 'w', file = path }: { readonly flags?: 'w' | 'a'; readonly file?: string } = {},
): Promise<void> {
  await refuseInput(option, file, io);
  const full = resolve(io.cwd, file);
  try {
    makeFolder(dirname(full));
    const opened = await open(full, flags);
    await opened.close();
  } catch (cause) {
    const wanted = file === path ? 'a file in a folder of yours' : 'a folder of yours';
    throw new UsageError(`${option} ${path} cannot be written: ${plainFileError(cause)}; name ${wanted}`, { cause });
  }
}

/** Throws UsageError for a report that would be written over what the command reads. */
export async function refuseInput(option: string, path: string, io: Io): Promise<void> {
  if (await isInput(path, io)) {
    throw new UsageError(`${option} ${path} is a file that this command reads, and would lose; name another file`);
  }
}

/** Whether a path leads to a file that the command has read, or to where this folder remembers, by whatever name. */
export async function isInput(path: string, io: Io): Promise<boolean> {
  const full = resolve(io.cwd, path);
  if (await isMemory(full, io)) return true;
  const target = await fileAt(full);
  if (target === null) return false;
  const read = await Promise.all([...io.filesRead].map(fileAt));
  return read.some((file) => file !== null && file.ino === target.ino && file.dev === target.dev);
}

/** The stores of lists and of jobs, and the key of jobs, there or yet to be made. Reports may lie beside them. */
async function isMemory(file: string, io: Io): Promise<boolean> {
  const [folder, real] = await Promise.all([realPath(dirname(storeFile(io))), realPath(file)]);
  const inside = relative(folder, real);
  return !inside.startsWith('..') && !isAbsolute(inside) && /\.(?:db(?:-\w+)*|key)$/.test(inside);
}

/** Of what is not there yet, where it would be. */
async function realPath(path: string): Promise<string> {
  const folder = async () => realpath(dirname(path)).catch(() => dirname(path));
  return realpath(path).catch(async () => join(await folder(), basename(path)));
}

/** Devices and pipes keep nothing that could be lost. */
async function fileAt(path: string): Promise<BigIntStats | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found?.isFile() === true ? found : null;
}

/** Writes the report of an option. Whether it was written; why not is reported. */
export async function wroteReport(
  option: string,
  path: string,
  io: Io,
  write: (file: string) => Promise<void>,
): Promise<boolean> {
  try {
    await write(resolve(io.cwd, path));
    return true;
  } catch (error) {
    await say(`rollcall: ${option} ${path} was not written: ${plainFileError(error)}`, io.stderr);
    return false;
  }
}
