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
  const known = (name: string, at: number) => {
    const row = select.get(name);
    if (row !== undefined) return { since: Number(row['since']), beats: JSON.parse(String(row['beats'])) as Beats };
    see.run(name, at, JSON.stringify(NO_BEATS));
    return { since: at, beats: NO_BEATS };
  };
  return {
    change: async (name, at, change) =>
      guarded(file, () =>
        transaction(database, () => {
          const { beats } = known(name, at);
          put.run(JSON.stringify(change(beats)), name);
        }),
      ),
    read: async (name, at) => guarded(file, () => transaction(database, () => known(name, at))),
  };
}
