import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder, plainFileError } from '#local/files.ts';
import type { Io } from './io.ts';
import { say } from './output/say.ts';
import { UsageError } from './usage-error.ts';

/**
 * Makes sure that a report can be written before anything is sent: a wrong path must not cost a run. Empties the file,
 * so that no CI takes the report of an earlier run for this one's, unless `flags` are 'a'.
 */
export async function reserveFile(option: string, path: string, io: Io, flags: 'w' | 'a' = 'w'): Promise<void> {
  try {
    makeFolder(dirname(resolve(io.cwd, path)));
    const file = await open(resolve(io.cwd, path), flags);
    await file.close();
  } catch (cause) {
    throw new UsageError(
      `${option} ${path} cannot be written: ${plainFileError(cause)}; name a file in a folder of yours`,
      {
        cause,
      },
    );
  }
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
