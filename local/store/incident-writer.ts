import type { DatabaseSync } from 'node:sqlite';
import { type IncidentRecord, incidentKey, incidentRecords } from '#core/history/incident-record.ts';
import type { Transition } from '#core/incident/state.ts';

/** Writes what becomes of incidents, within a transaction that is open already. */
export type IncidentWriter = {
  /** Adds what was reported to the records that it is of. */
  add(transitions: readonly Transition[]): void;
  put(record: IncidentRecord): void;
};

export function incidentWriter(database: DatabaseSync): IncidentWriter {
  const select = database.prepare('SELECT record FROM incidents WHERE key = ?');
  const replace = database.prepare(
    'INSERT OR REPLACE INTO incidents (key, opened_at, ended_at, record) VALUES (?, ?, ?, ?)',
  );
  const put = (record: IncidentRecord) => {
    const { openedAt, endedAt } = record;
    const ended = endedAt === null ? null : Date.parse(endedAt);
    replace.run(incidentKey(record), Date.parse(openedAt), ended, JSON.stringify(record));
  };
  return {
    put,
    add(transitions) {
      const keys = new Set(transitions.map(incidentKey));
      const before = [...keys].flatMap((key) => {
        const row = select.get(key);
        return row === undefined ? [] : [recordOfRow(row)];
      });
      for (const record of incidentRecords(transitions, before)) put(record);
    },
  };
}

export function recordOfRow(row: Readonly<Record<string, unknown>>): IncidentRecord {
  return JSON.parse(String(row['record'])) as IncidentRecord;
}
