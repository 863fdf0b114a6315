import type { DatabaseSync } from 'node:sqlite';
import { foldRuns } from '#core/history/fold.ts';
import { recordsOf } from '#core/history/incident-record.ts';
import type { CheckState } from '#core/incident/state.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { bucketWriter } from './bucket-writer.ts';
import { incidentWriter } from './incident-writer.ts';

/** Makes buckets of the verdicts that an older Rollcall has kept, check by check. */
export function fillBuckets(database: DatabaseSync): void {
  const add = bucketWriter(database);
  const names = database.prepare('SELECT DISTINCT name FROM verdicts').all();
  const select = database.prepare('SELECT started_at, verdict FROM verdicts WHERE name = ?');
  for (const { name } of names) {
    const runs = select.all(String(name)).map((row) => ({
      run: { startedAt: new Date(Number(row['started_at'])).toISOString() },
      verdicts: [JSON.parse(String(row['verdict'])) as Verdict],
    }));
    add(foldRuns(runs));
  }
}

/** Makes records of the incidents that are open: of those that are over nothing is known any more. */
export function fillIncidents(database: DatabaseSync): void {
  const { put } = incidentWriter(database);
  for (const { state } of database.prepare('SELECT state FROM states').all()) {
    for (const record of recordsOf(JSON.parse(String(state)) as CheckState)) put(record);
  }
}
