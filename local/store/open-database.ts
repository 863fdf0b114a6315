import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from '../files.ts';
import { loadSqlite } from './load-sqlite.ts';
import { MIGRATIONS } from './migrations.ts';
import { asStoreFault, guarded, isBusy, StoreFault } from './store-fault.ts';
import { makeVacuumable } from './vacuum.ts';

// A run writes for some milliseconds; a writer that waits longer than this waits for something that is stuck.
const BUSY_TIMEOUT_MS = 5_000;
const BUSY_PAUSE_MS = 10;

/** Opens the file, makes it when it is not there, and brings its tables up to date. Throws StoreFault. */
export async function openDatabase(file: string): Promise<DatabaseSync> {
  const sqlite = loadSqlite(file);
  const database = guarded(file, () => {
    makeFolder(dirname(file));
    const opened = new sqlite.DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    // Of a new file only; what it is for, and what becomes of older ones, is in vacuum.ts.
    opened.exec('PRAGMA auto_vacuum = INCREMENTAL');
    return opened;
  });
  try {
    await useWal(database, file);
    guarded(file, () => prepare(database, file));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * WAL: readers and a writer do not wait for each other, and what is committed survives the death of the process. Two
 * processes that make the same new file meet in this switch, and SQLite's own time-out does not cover it.
 */
async function useWal(database: DatabaseSync, file: string): Promise<void> {
  for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= BUSY_TIMEOUT_MS) throw asStoreFault(file, error);
      await delay(BUSY_PAUSE_MS);
    }
  }
}

function prepare(database: DatabaseSync, file: string): void {
  // NORMAL syncs at checkpoints only: a power cut may take the last runs back, never the file's soundness.
  database.exec('PRAGMA synchronous = NORMAL');
  if (versionOf(database) === MIGRATIONS.length) return;
  transaction(database, () => migrate(database, file));
  makeVacuumable(database);
}

function migrate(database: DatabaseSync, file: string): void {
  // Read once more inside the transaction: another process may have been first.
  const version = versionOf(database);
  if (version > MIGRATIONS.length) {
    throw new StoreFault(
      `${file}: has schema ${version}, this Rollcall knows ${MIGRATIONS.length}; update Rollcall, or move the file away`,
    );
  }
  for (const { statements, fill } of MIGRATIONS.slice(version)) {
    database.exec(statements);
    fill?.(database, file);
  }
  database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** All of `work` or none of it, and nobody else writes meanwhile. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  // IMMEDIATE takes the write lock at the start, where waiting for it is possible; an upgrade midway would just fail.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
