import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from '../files.ts';
import { loadSqlite } from './load-sqlite.ts';
import { guarded, isBusy } from './store-fault.ts';

/** How long somebody else may take before it is given up, and the signal that ends the wait. */
export type Patience = { readonly mostMs: number; readonly signal?: AbortSignal };

const PAUSE_MS = 50;

/**
 * Does `work` while no other process of this machine does its own under the same name, and answers null when the turn
 * never came. The turn is a lock that the system holds for a process, so it ends with it, however that is killed: no
 * lease has to run out, and no clock is asked. Throws StoreFault when the file cannot be opened.
 */
export async function inTurn<T>(
  file: string,
  { mostMs, signal }: Patience,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  const sqlite = loadSqlite(file);
  const lock = guarded(file, () => {
    makeFolder(dirname(file));
    return new sqlite.DatabaseSync(file, { timeout: 0 });
  });
  try {
    for (let waited = 0; !isMine(lock, file); waited += PAUSE_MS) {
      if (waited >= mostMs || signal?.aborted === true) return null;
      await delay(PAUSE_MS);
    }
    return { value: await work() };
  } finally {
    // Closing rolls back, which gives the turn to others.
    lock.close();
  }
}

function isMine(lock: DatabaseSync, file: string): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    return guarded(file, () => {
      throw error;
    });
  }
}
