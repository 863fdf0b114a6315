import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { loadSqlite } from './load-sqlite.ts';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase, versionOf } from './open-database.ts';
import { guarded, isUnwritable, StoreFault } from './store-fault.ts';

/** Opens a file that is there for who only looks: also one that must not be written to. Throws StoreFault. */
export async function openToRead(file: string): Promise<DatabaseSync> {
  try {
    return await openDatabase(file);
  } catch (error) {
    if (!isUnwritable(error)) throw error;
  }
  const sqlite = loadSqlite(file);
  return guarded(file, () => {
    const database = new sqlite.DatabaseSync(isAtRest(file) ? atRest(file) : file, { readOnly: true });
    try {
      if (versionOf(database) === MIGRATIONS.length) return database;
      throw new StoreFault(
        `${file}: is of another version of Rollcall, and cannot be brought up to date without writing`,
      );
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Nobody writes: all is in the file itself. SQLite reads it without the files beside it, which it could not make here. */
const isAtRest = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;

function atRest(file: string): URL {
  const url = pathToFileURL(file);
  url.search = 'immutable=1';
  return url;
}
