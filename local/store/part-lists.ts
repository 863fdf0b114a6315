import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { incidentKey, recordsOf } from '#core/history/incident-record.ts';
import type { CheckState } from '#core/incident/state.ts';

/**
 * All lists of a folder were in one file once, by the names of their checks. Which list an incident was of, its state says: those of
 * other lists than checks.yaml without an environment, whose file it stays, are put aside for them (inherit.ts). Whose history
 * and mutes are, nobody knows, so that they stay, and each list has them from before.
 */
export function partLists(database: DatabaseSync, file: string): void {
  const own = join(dirname(dirname(file)), OWN_FILE);
  const [aside, drop] = [
    database.prepare(
      `INSERT INTO parted_states (list, name, started_at, run_id, expires_at, state)
       SELECT ?, name, started_at, run_id, expires_at, state FROM states WHERE name = ?`,
    ),
    database.prepare('DELETE FROM states WHERE name = ?'),
  ];
  const [incidentAside, dropIncident] = [
    database.prepare(
      `INSERT INTO parted_incidents (list, key, opened_at, ended_at, record)
       SELECT ?, key, opened_at, ended_at, record FROM incidents WHERE key = ?`,
    ),
    database.prepare('DELETE FROM incidents WHERE key = ?'),
  ];
  for (const { name, state: text } of database.prepare('SELECT name, state FROM states').all()) {
    const state = JSON.parse(String(text)) as CheckState;
    if (state.list === undefined || state.list === own) continue;
    aside.run(state.list, String(name));
    drop.run(String(name));
    for (const key of recordsOf(state).map(incidentKey)) {
      incidentAside.run(state.list, key);
      dropIncident.run(key);
    }
  }
}

/** What `rollcall run` reads where no file is named. */
const OWN_FILE = 'checks.yaml';
