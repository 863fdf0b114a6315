import type { DatabaseSync } from 'node:sqlite';
import { fillBuckets, fillIncidents } from './fill-history.ts';
import { partLists } from './part-lists.ts';

/** What a version of the file adds to the one before: tables, and what is to be in them of what is there already. */
type Migration = { readonly statements: string; readonly fill?: (database: DatabaseSync, file: string) => void };

/** The file's user_version counts those it has. */
export const MIGRATIONS: readonly Migration[] = [
  {
    statements: `CREATE TABLE states (
       name       TEXT PRIMARY KEY,
       started_at TEXT NOT NULL,
       run_id     TEXT NOT NULL,
       expires_at INTEGER NOT NULL,
       state      TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE verdicts (
       name       TEXT NOT NULL,
       started_at INTEGER NOT NULL,
       run_id     TEXT NOT NULL,
       verdict    TEXT NOT NULL,
       PRIMARY KEY (name, started_at, run_id)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX verdicts_by_age ON verdicts (started_at);`,
  },
  {
    statements: `CREATE TABLE unsent (
       id           INTEGER PRIMARY KEY,
       receiver     TEXT NOT NULL,
       notification TEXT NOT NULL,
       put_at       INTEGER NOT NULL,
       run_id       TEXT NOT NULL,
       until        INTEGER NOT NULL,
       UNIQUE (receiver, notification)
     ) STRICT;`,
  },
  {
    statements: `CREATE TABLE mutes (
       name    TEXT PRIMARY KEY,
       from_at INTEGER NOT NULL,
       until   INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;`,
  },
  // In order of place, or of id where it has none. `list`: whose receiver; `draft_of`: the process that may put it better.
  {
    statements: `ALTER TABLE unsent RENAME TO unsent_before;
     CREATE TABLE unsent (
       id           INTEGER PRIMARY KEY,
       receiver     TEXT NOT NULL,
       notification TEXT NOT NULL,
       put_at       INTEGER NOT NULL,
       list         TEXT,
       draft_of     TEXT,
       place        INTEGER
     ) STRICT;
     INSERT INTO unsent (id, receiver, notification, put_at)
       SELECT id, receiver, notification, put_at FROM unsent_before;
     DROP TABLE unsent_before;`,
  },
  {
    statements: `CREATE TABLE heartbeats (
       name  TEXT PRIMARY KEY,
       since INTEGER NOT NULL,
       beats TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;`,
  },
  // `span` and `at`: milliseconds. `measured`: see bucket-row.ts. In order of time, so that writing and dropping stay together.
  // `days` are those of the zones that were asked for: see day-history.ts.
  {
    statements: `CREATE TABLE checks (
       id   INTEGER PRIMARY KEY,
       name TEXT NOT NULL UNIQUE
     ) STRICT;
     CREATE TABLE buckets (
       span     INTEGER NOT NULL,
       at       INTEGER NOT NULL,
       check_id INTEGER NOT NULL,
       ok       INTEGER NOT NULL,
       ng       INTEGER NOT NULL,
       degraded INTEGER NOT NULL,
       excused  INTEGER NOT NULL,
       measured TEXT NOT NULL,
       PRIMARY KEY (span, at, check_id)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE zones (
       zone TEXT PRIMARY KEY
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE days (
       zone     TEXT NOT NULL,
       date     TEXT NOT NULL,
       check_id INTEGER NOT NULL,
       ok       INTEGER NOT NULL,
       ng       INTEGER NOT NULL,
       degraded INTEGER NOT NULL,
       excused  INTEGER NOT NULL,
       PRIMARY KEY (zone, date, check_id)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE incidents (
       key       TEXT PRIMARY KEY,
       opened_at INTEGER NOT NULL,
       ended_at  INTEGER,
       record    TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX incidents_by_end ON incidents (ended_at);`,
    fill(database) {
      fillBuckets(database);
      fillIncidents(database);
    },
  },
  // Until then all lists of a folder were in one file: see part-lists.ts. `parted` has a row where there was anything by then.
  {
    statements: `CREATE TABLE parted (
       at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE parted_states (
       list       TEXT NOT NULL,
       name       TEXT NOT NULL,
       started_at TEXT NOT NULL,
       run_id     TEXT NOT NULL,
       expires_at INTEGER NOT NULL,
       state      TEXT NOT NULL,
       PRIMARY KEY (list, name)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE parted_incidents (
       list      TEXT NOT NULL,
       key       TEXT NOT NULL,
       opened_at INTEGER NOT NULL,
       ended_at  INTEGER,
       record    TEXT NOT NULL,
       PRIMARY KEY (list, key)
     ) STRICT, WITHOUT ROWID;
     INSERT INTO parted (at) SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)
       WHERE EXISTS (SELECT 1 FROM states) OR EXISTS (SELECT 1 FROM verdicts) OR EXISTS (SELECT 1 FROM buckets)
          OR EXISTS (SELECT 1 FROM mutes) OR EXISTS (SELECT 1 FROM unsent);`,
    fill: partLists,
  },
];
