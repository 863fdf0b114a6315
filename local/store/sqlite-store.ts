import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { recordsOf } from '#core/history/incident-record.ts';
import { isCertificate } from '#core/incident/certificates.ts';
import { expiryOf } from '#core/incident/expiry.ts';
import type { MuteStore } from '#core/incident/mute.ts';
import type { CheckState, Listed, Transition } from '#core/incident/state.ts';
import type { Change, IncidentStore, Saved } from '#core/incident/store.ts';
import { isListed } from '#core/incident/unlisted.ts';
import { type BucketHistory, bucketHistory } from './bucket-history.ts';
import { type DayHistory, dayHistory } from './day-history.ts';
import type { Heir } from './heir.ts';
import { type IncidentHistory, incidentHistory } from './incident-history.ts';
import { incidentWriter } from './incident-writer.ts';
import { inherit } from './inherit.ts';
import { openDatabase, transaction } from './open-database.ts';
import { openToRead } from './open-to-read.ts';
import { type Outbox, outbox, type Unsent } from './outbox.ts';
import { sqliteMutes } from './sqlite-mutes.ts';
import { guarded } from './store-fault.ts';
import { type VerdictHistory, verdictHistory } from './verdict-history.ts';

/** `now`: milliseconds. `retentionMs`: how long verdicts are kept. `settleMs`: how long a check that is well again is. */
export type SqliteSettings = {
  readonly now: () => number;
  readonly retentionMs: number;
  readonly settleMs: number;
  /** What of a list to look for that it has no more. @default - nothing */
  readonly listed?: Listed;
  /** What a file that is not there yet begins with. @default - nothing */
  readonly heir?: Heir;
  /** Nothing will be written: the file is there, and may be one that cannot be. @default false */
  readonly onlyReads?: boolean;
};

/** Incidents and history in one file, which several processes may have open. Everything throws StoreFault. */
export type SqliteStore = IncidentStore &
  VerdictHistory &
  BucketHistory &
  DayHistory &
  IncidentHistory &
  MuteStore & {
    /**
     * Writes changes, and with them what there is to send because of them: both or neither, in the order of the changes. `of`:
     * whose drafts these are, where this process has runs side by side.
     */
    saveAndDraft(changes: readonly Change[], draft: Draft, of?: string): Promise<Saved>;
    readonly outbox: Outbox;
    close(): void;
  };

/** What is to be sent of transitions. */
type Draft = (transitions: readonly Transition[]) => readonly Unsent[];

/** Opens the store in `file`; makes the file, and the folder it is in, when it is not there. */
export async function openSqliteStore(file: string, settings: SqliteSettings): Promise<SqliteStore> {
  const { now, settleMs, heir, onlyReads = false } = settings;
  if (heir !== undefined) await inherit(file, heir);
  const database = await (onlyReads ? openToRead(file) : openDatabase(file));
  const [write, incidents] = guarded(file, () => [writer(database, settleMs), incidentWriter(database)]);
  const all = guarded(file, () => database.prepare('SELECT name, state FROM states'));
  const { drafts, ...waiting } = outbox(database, file, { now, owner: randomUUID(), list: settings.listed?.id ?? '' });
  const saved = async (changes: readonly Change[], draft?: Draft, of?: string) => {
    const { conflicts, unsent } = guarded(file, () =>
      transaction(database, () => {
        incidents.add(write.expire(now()));
        const { held, ...made } = saveAll(changes, write);
        const transitions = held.flatMap(newsOf);
        incidents.add(transitions);
        const news = draft === undefined || transitions.length === 0 ? [] : draft(transitions);
        drafts.put(news, of);
        return { ...made, unsent: news };
      }),
    );
    drafts.written(unsent.length, of);
    return { conflicts };
  };
  return {
    ...verdictHistory(database, file, settings),
    ...bucketHistory(database, file),
    ...dayHistory(database, file),
    ...incidentHistory(database, file),
    ...sqliteMutes(database, file, settings),
    outbox: waiting,
    load: async (names) => guarded(file, () => load(all, new Set(names), settings.listed)),
    save: (changes) => saved(changes),
    saveAndDraft: saved,
    close: () => database.close(),
  };
}

/** Only checks that are not well have a row, so all rows are few. */
function load(all: StatementSync, names: ReadonlySet<string>, listed?: Listed): ReadonlyMap<string, CheckState> {
  const states = new Map<string, CheckState>();
  for (const { name, state: text } of all.iterate()) {
    const state = JSON.parse(String(text)) as CheckState;
    const isGone = listed !== undefined && state.list === listed.id && !isListed(state, listed);
    if (isGone || names.has(state.name) || isCertificate(state.name)) states.set(String(name), state);
  }
  return states;
}

/** `expire` drops what is of no use any more, and answers the ends of incidents that nobody will ever see the end of. */
type Writer = {
  readonly apply: (change: Change) => boolean;
  readonly expire: (now: number) => readonly Transition[];
};

function saveAll(changes: readonly Change[], { apply }: Writer) {
  const { held = [], lost = [] } = Object.groupBy(changes, (change) => (apply(change) ? 'held' : 'lost'));
  return { held, conflicts: lost.map(({ name }) => name) };
}

/** What the run that wrote a state tells of it. */
function newsOf({ after }: Change): readonly Transition[] {
  return (after?.told ?? []).flatMap(({ runId, transitions }) => (runId === after?.lastRun.id ? transitions : []));
}

function writer(database: DatabaseSync, settleMs: number): Writer {
  const insert = database.prepare(
    `INSERT INTO states (name, started_at, run_id, expires_at, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE states SET started_at = ?, run_id = ?, expires_at = ?, state = ?
     WHERE name = ? AND started_at = ? AND run_id = ?`,
  );
  const remove = database.prepare('DELETE FROM states WHERE name = ? AND started_at = ? AND run_id = ?');
  const expire = database.prepare('DELETE FROM states WHERE expires_at < ? RETURNING state');

  const put = (name: string, before: Change['before'], after: CheckState) => {
    const { startedAt, id } = after.lastRun;
    const [expiry, text] = [expiryOf(after, settleMs), JSON.stringify(after)];
    if (before === null) return insert.run(name, startedAt, id, expiry, text);
    return update.run(startedAt, id, expiry, text, name, before.startedAt, before.id);
  };
  return {
    expire: (now) => expire.all(now).flatMap(({ state }) => lastOf(JSON.parse(String(state)) as CheckState)),
    apply: ({ name, before, after }) => {
      if (after !== null) return put(name, before, after).changes === 1;
      // Nothing was there and nothing shall be: that holds already.
      return before === null || remove.run(name, before.startedAt, before.id).changes === 1;
    },
  };
}

/** The end of the open incidents of a check that has not been run for as long as its state is kept. */
function lastOf(state: CheckState): readonly Transition[] {
  const at = state.lastRun.startedAt;
  return recordsOf(state).map(({ check, kind, since, reason, flaky, checks }) => {
    return { type: 'removed', check, kind, since, at, streak: 0, reason, flaky, ...(checks && { checks }) };
  });
}
