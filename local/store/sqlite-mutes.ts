import type { DatabaseSync } from 'node:sqlite';
import type { MuteStore } from '#core/incident/mute.ts';
import { guarded } from './store-fault.ts';

/** Mutes in the file of incidents; those that are over go with the next that is written. Everything throws StoreFault. */
export function sqliteMutes(database: DatabaseSync, file: string, { now }: { readonly now: () => number }): MuteStore {
  const [select, drop, put, remove] = guarded(file, () => [
    database.prepare('SELECT name, from_at, until FROM mutes'),
    database.prepare('DELETE FROM mutes WHERE until < ?'),
    database.prepare('INSERT OR REPLACE INTO mutes (name, from_at, until) VALUES (?, ?, ?)'),
    database.prepare('DELETE FROM mutes WHERE name = ?'),
  ]);
  return {
    mutes: async () =>
      guarded(file, () =>
        select.all().map((row) => ({
          check: String(row['name']),
          from: new Date(Number(row['from_at'])).toISOString(),
          until: new Date(Number(row['until'])).toISOString(),
        })),
      ),
    mute: async ({ check, from, until }) =>
      guarded(file, () => {
        drop.run(now());
        put.run(check, Date.parse(from), Date.parse(until));
      }),
    unmute: async (check) => guarded(file, () => void remove.run(check)),
  };
}
