import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../files.ts';
import type { Heir } from './heir.ts';
import { openDatabase, transaction } from './open-database.ts';
import { guarded, StoreFault } from './store-fault.ts';
import { inTurn } from './turn.ts';

/** How long another process may take for the same. */
const LONGEST_TURN_MS = 60_000;

/**
 * Begins the file of a list with what is of it in the file that all lists of a folder had once: its incidents and what it has
 * not sent yet, and the history and mutes of checks of its names, whichever list they were of. What came there after lists
 * were parted is not its own. Does nothing where the list has a file already, or there is nothing from before. Throws
 * StoreFault.
 */
export async function inherit(file: string, heir: Heir): Promise<void> {
  const { shared } = heir;
  const isNew = () => file !== shared && !existsSync(file) && existsSync(shared);
  if (!isNew()) return;
  const turn = await inTurn(`${shared}-parting`, { mostMs: LONGEST_TURN_MS }, async () => {
    if (isNew()) await inheritFrom(shared, file, heir);
  });
  if (turn === null) throw new StoreFault(`${shared}: another process has been reading it for a minute; try again`);
}

async function inheritFrom(shared: string, file: string, heir: Heir): Promise<void> {
  const database = await openDatabase(shared);
  try {
    const at = guarded(shared, () => database.prepare('SELECT at FROM parted').get())?.['at'];
    if (at === undefined) return;
    await copyTo(file, database, (copy) => keepOwn(copy, Number(at), heir));
    guarded(shared, () => database.prepare('DELETE FROM unsent WHERE list = ?').run(heir.earlier));
  } finally {
    database.close();
  }
}

/** Makes the file whole or not at all. */
async function copyTo(file: string, database: DatabaseSync, change: (copy: DatabaseSync) => void): Promise<void> {
  const draft = `${file}-draft`;
  const drop = () => {
    for (const path of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(path, { force: true });
  };
  try {
    guarded(file, () => {
      makeFolder(dirname(file));
      drop();
      database.prepare('VACUUM INTO ?').run(draft);
    });
    const copy = await openDatabase(draft);
    try {
      guarded(file, () => transaction(copy, () => change(copy)));
    } finally {
      copy.close();
    }
    guarded(file, () => renameSync(draft, file));
  } finally {
    drop();
  }
}

function keepOwn(copy: DatabaseSync, at: number, { id, earlier, names }: Heir): void {
  copy.exec('DELETE FROM states; DELETE FROM heartbeats; DELETE FROM days; DELETE FROM zones; DELETE FROM parted');
  copy.prepare('DELETE FROM mutes WHERE from_at >= ?').run(at);
  copy.prepare('DELETE FROM verdicts WHERE started_at >= ?').run(at);
  // The hour amid which lists were parted stays whole: what was counted in it by then cannot be told apart.
  copy.prepare('DELETE FROM buckets WHERE at >= ?').run(at);
  copy.prepare('DELETE FROM incidents WHERE ended_at IS NULL OR ended_at >= ?').run(at);
  const known = JSON.stringify(names);
  for (const table of ['verdicts', 'mutes', 'checks']) {
    copy.prepare(`DELETE FROM ${table} WHERE name NOT IN (SELECT value FROM json_each(?))`).run(known);
  }
  copy.exec('DELETE FROM buckets WHERE check_id NOT IN (SELECT id FROM checks)');
  copy
    .prepare(
      `INSERT INTO states (name, started_at, run_id, expires_at, state)
       SELECT name, started_at, run_id, expires_at, json_set(state, '$.list', ?) FROM parted_states WHERE list = ?`,
    )
    .run(id, earlier);
  copy
    .prepare(
      `INSERT OR REPLACE INTO incidents (key, opened_at, ended_at, record)
       SELECT key, opened_at, ended_at, record FROM parted_incidents WHERE list = ?`,
    )
    .run(earlier);
  copy.exec('DELETE FROM parted_states; DELETE FROM parted_incidents');
  copy.prepare('DELETE FROM unsent WHERE list IS NOT ?').run(earlier);
  copy.prepare('UPDATE unsent SET list = ?').run(id);
}
