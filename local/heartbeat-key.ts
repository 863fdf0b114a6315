import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, plainFileError } from './files.ts';
import { StoreFault } from './store/store-fault.ts';

const BYTES = 32;

/**
 * The key that tokens of jobs on this machine are made with: a file beside the store, made when it is not there, which only
 * its owner may read. Throws StoreFault.
 */
export function heartbeatKey(storeFile: string): string {
  const file = join(dirname(storeFile), 'heartbeat.key');
  try {
    return keyIn(file) ?? newKey(file);
  } catch (cause) {
    throw new StoreFault(`${file}: ${plainFileError(cause)}`, { cause });
  }
}

function keyIn(file: string): string | null {
  try {
    const key = readFileSync(file, 'utf8').trim();
    if (key === '') throw new Error('it is empty; delete it, and every URL of a job is another');
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whoever is first makes it; the others have that one. */
function newKey(file: string): string {
  makeFolder(dirname(file));
  const key = randomBytes(BYTES).toString('base64url');
  try {
    writeFileSync(file, `${key}\n`, { flag: 'wx', mode: 0o600 });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return keyIn(file) ?? key;
  }
}
