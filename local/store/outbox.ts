import type { DatabaseSync } from 'node:sqlite';
import type { Notification } from '#core/report/notification.ts';
import { transaction } from './open-database.ts';
import { guarded } from './store-fault.ts';

/** A notification that a receiver, called by its name, has not taken yet. */
type Unsent = { readonly receiver: string; readonly notification: Notification };
/** The same with its place in the file. */
export type Waiting = Unsent & { readonly id: number };

/**
 * What is to be sent, until it is: an incident is remembered as told before anybody has heard of it, so what a receiver
 * does not take, or a run that is killed never sent, is for the next run.
 */
export type Outbox = {
  /** Puts in what this run has to send, and takes it with all else that nobody is sending: the oldest first. */
  exchange(run: string, unsent: readonly Unsent[]): Promise<readonly Waiting[]>;
  /** Drops what was taken by the receivers, and leaves the rest that this run had to others. */
  settle(run: string, sent: readonly Waiting[]): Promise<void>;
};

/** What a run that died had taken, another may take after this long; a receiver that hangs takes less. */
const LEASE_MS = 5 * 60_000;
/** News of yesterday is no news: whoever could not be told for so long has seen each run fail. */
const KEPT_MS = 24 * 3_600_000;

export function outbox(database: DatabaseSync, file: string, { now }: { readonly now: () => number }): Outbox {
  const [put, drop, take, all, remove, release] = guarded(file, () => [
    database.prepare(
      'INSERT INTO unsent (receiver, notification, put_at, run_id, until) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
    ),
    database.prepare('DELETE FROM unsent WHERE put_at < ?'),
    database.prepare('UPDATE unsent SET run_id = ?, until = ? WHERE run_id = ? OR until < ?'),
    database.prepare('SELECT id, receiver, notification FROM unsent WHERE run_id = ? AND until > 0 ORDER BY id'),
    database.prepare('DELETE FROM unsent WHERE id = ?'),
    database.prepare('UPDATE unsent SET until = 0 WHERE run_id = ?'),
  ]);
  return {
    exchange: async (run, unsent) =>
      guarded(file, () =>
        transaction(database, () => {
          for (const { receiver, notification } of unsent) put.run(receiver, JSON.stringify(notification), now(), run);
          drop.run(now() - KEPT_MS);
          take.run(run, now() + LEASE_MS, run, now());
          return all.all(run).map(waitingOf);
        }),
      ),
    settle: async (run, sent) =>
      guarded(file, () =>
        transaction(database, () => {
          for (const { id } of sent) remove.run(id);
          release.run(run);
        }),
      ),
  };
}

function waitingOf(row: Readonly<Record<string, unknown>>): Waiting {
  return {
    id: Number(row['id']),
    receiver: String(row['receiver']),
    notification: JSON.parse(String(row['notification'])) as Notification,
  };
}
