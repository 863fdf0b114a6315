import type { DatabaseSync } from 'node:sqlite';
import type { Notification } from '#core/report/notification.ts';
import { transaction } from './open-database.ts';
import { guarded } from './store-fault.ts';

/** A notification that a receiver, called by its name, has not taken yet. */
export type Unsent = { readonly receiver: string; readonly notification: Notification };
/** The same with its place in the file. */
export type Waiting = Unsent & { readonly id: number };

/**
 * What is to be sent, until a receiver has taken it. Whoever sends holds the turn (see turn.ts), so that of two runs none
 * sends what the other is sending, and nothing newer before it.
 */
export type Outbox = {
  /**
   * Puts what a run has to send in the place of its drafts, and answers all that waits: the oldest first. Drafts that
   * another run has begun to send stay, for then the rest of the news is in them. `of`: whose drafts these are.
   */
  exchange(unsent: readonly Unsent[], of?: string): Promise<readonly Waiting[]>;
  /**
   * All that waits but for drafts that were put at `draftsBefore`, milliseconds, or later: their runs are under way and will put them
   * better. The oldest first.
   */
  waiting(draftsBefore: number): Promise<readonly Waiting[]>;
  /** Drops what a receiver has taken. */
  taken(waiting: Pick<Waiting, 'id'>): Promise<void>;
  /** How many wait for longer than a run takes to send them, and since when, milliseconds; null when none does. */
  stuck(): Promise<{ readonly count: number; readonly since: number } | null>;
  /** Drops what could be sent to nobody for a day: whoever it was for has seen each run fail. */
  tidy(): Promise<void>;
};

/**
 * Puts drafts in, within a transaction that is open already: with the states of checks come the alerts that say so, and a
 * run that is killed at any moment leaves both or neither.
 */
export type Drafts = {
  /** `of`: whose they are, where this process has runs side by side. */
  put(unsent: readonly Unsent[], of?: string): void;
  /** The transaction of so many drafts is written: what was rolled back must not count. */
  written(count: number, of?: string): void;
};

/** `owner`: this process, whose drafts all are that are nobody's else. `list`: whose receivers the names are. */
export type OutboxSettings = { readonly now: () => number; readonly owner: string; readonly list: string };

/** No draft is put later. */
const DRAFTS_TOO = Number.MAX_SAFE_INTEGER;
const KEPT_MS = 24 * 3_600_000;
/** A run that is under way has drafts in it, and sends them within this time. */
const SENT_WITHIN_MS = 60_000;

export function outbox(
  database: DatabaseSync,
  file: string,
  { now, owner, list }: OutboxSettings,
): Outbox & { readonly drafts: Drafts } {
  const [put, drop, settled, remove, mine, removeMine, old] = guarded(file, () => [
    database.prepare(
      'INSERT INTO unsent (receiver, notification, put_at, list, draft_of, place) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    database.prepare('DELETE FROM unsent WHERE put_at < ?'),
    database.prepare(
      `SELECT id, receiver, notification FROM unsent
       WHERE (list IS NULL OR list = ?) AND (draft_of IS NULL OR put_at < ?) ORDER BY coalesce(place, id), id`,
    ),
    database.prepare('DELETE FROM unsent WHERE id = ?'),
    database.prepare('SELECT min(id) AS place, count(*) AS count FROM unsent WHERE draft_of = ?'),
    database.prepare('DELETE FROM unsent WHERE draft_of = ?'),
    database.prepare('SELECT count(*) AS count, min(put_at) AS since FROM unsent WHERE put_at < ?'),
  ]);
  const drafted = new Map<string, number>();
  const insert = ({ receiver, notification }: Unsent, draftOf: string | null, place: number | null) =>
    put.run(receiver, JSON.stringify(notification), now(), list, draftOf, place);
  const replace = (unsent: readonly Unsent[], of: string) => {
    const { place, count } = mine.get(of) as { readonly place: number | null; readonly count: number };
    if (unsent.length === 0) return;
    const expected = drafted.get(of) ?? 0;
    drafted.delete(of);
    if (count !== expected) return;
    removeMine.run(of);
    for (const one of unsent) insert(one, null, place);
  };
  const write = async <T>(work: () => T): Promise<T> => guarded(file, () => transaction(database, work));
  return {
    drafts: {
      put(unsent, of = owner) {
        for (const one of unsent) insert(one, of, null);
      },
      written(count, of = owner) {
        if (count > 0) drafted.set(of, (drafted.get(of) ?? 0) + count);
      },
    },
    exchange: (unsent, of = owner) =>
      write(() => {
        replace(unsent, of);
        return settled.all(list, DRAFTS_TOO).map(waitingOf);
      }),
    waiting: async (draftsBefore) => guarded(file, () => settled.all(list, draftsBefore).map(waitingOf)),
    taken: ({ id }) => write(() => void remove.run(id)),
    stuck: async () => {
      const found = guarded(file, () => old.get(now() - SENT_WITHIN_MS)) as { count: number; since: number };
      return found.count === 0 ? null : found;
    },
    tidy: () => write(() => void drop.run(now() - KEPT_MS)),
  };
}

function waitingOf(row: Readonly<Record<string, unknown>>): Waiting {
  return {
    id: Number(row['id']),
    receiver: String(row['receiver']),
    notification: JSON.parse(String(row['notification'])) as Notification,
  };
}
