import type { DatabaseSync } from 'node:sqlite';
import { type BeatStore, type Beats, type Heartbeat, NO_BEATS } from '#kinds/heartbeat/beats.ts';
import { openDatabase, transaction } from './open-database.ts';
import { guarded } from './store-fault.ts';

/** What jobs have reported, in the file of incidents and history. Everything throws StoreFault. */
export type SqliteHeartbeats = BeatStore & {
  readonly read: (name: string, at: number) => Promise<Heartbeat>;
  close(): void;
};

/** Opens the file; makes it, and the folder it is in, when it is not there. */
export async function openHeartbeats(file: string): Promise<SqliteHeartbeats> {
  const database = await openDatabase(file);
  return { ...heartbeatsIn(database, file), close: () => database.close() };
}

function heartbeatsIn(database: DatabaseSync, file: string): Pick<SqliteHeartbeats, 'change' | 'read'> {
  const [see, select, put] = guarded(file, () => [
    database.prepare('INSERT INTO heartbeats (name, since, beats) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    database.prepare('SELECT since, beats FROM heartbeats WHERE name = ?'),
    database.prepare('UPDATE heartbeats SET beats = ? WHERE name = ?'),
  ]);
  const found = (name: string) => {
    const row = select.get(name);
    if (row === undefined) return null;
    return { since: Number(row['since']), beats: JSON.parse(String(row['beats'])) as Beats };
  };
  const known = (name: string, at: number) => {
    const before = found(name);
    if (before === null) see.run(name, at, JSON.stringify(NO_BEATS));
    return before ?? { since: at, beats: NO_BEATS };
  };
  return {
    change: async (name, at, change) =>
      guarded(file, () =>
        transaction(database, () => {
          const { beats } = known(name, at);
          put.run(JSON.stringify(change(beats)), name);
        }),
      ),
    // Nobody waits for a writer but who looks for a job for the first time.
    read: async (name, at) => guarded(file, () => found(name) ?? transaction(database, () => known(name, at))),
  };
}
