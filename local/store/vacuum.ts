import type { DatabaseSync } from 'node:sqlite';

/**
 * What is dropped leaves free pages, which the next writes fill; they leave the file too, some with each run, within the
 * transaction that writes anyway: nobody waits for it. Only where they are many, or pages would be moved to and fro.
 */
const PAGES_A_RUN = 64;
const MANY_PAGES = 256;

/** The largest file, in pages of 4 KiB, that is written anew in a moment. */
const SMALL_PAGES = 8_000;

/** Gives some free pages back to the disk. Within a transaction that is open already. */
export function vacuumStep(database: DatabaseSync): void {
  if (pragma(database, 'freelist_count') < MANY_PAGES) return;
  database.exec(`PRAGMA incremental_vacuum(${PAGES_A_RUN})`);
}

/**
 * A file from before this can give nothing back until it is written anew as a whole, and nobody else may write meanwhile. So
 * only a small one is, once; a larger one fills its free pages for ever, until somebody has the time
 * (docs/reference/files.md). Nothing is lost where it cannot be done now.
 */
export function makeVacuumable(database: DatabaseSync): void {
  if (pragma(database, 'auto_vacuum') !== 0 || pragma(database, 'page_count') > SMALL_PAGES) return;
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
  } catch {
    // Somebody else writes, or the disk has no room for it.
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
