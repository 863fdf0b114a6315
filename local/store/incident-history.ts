import type { DatabaseSync } from 'node:sqlite';
import type { IncidentRecord } from '#core/history/incident-record.ts';
import { recordOfRow } from './incident-writer.ts';
import { guarded } from './store-fault.ts';

/** What has become of incidents: for two years after they ended. */
export type IncidentHistory = {
  /** Those that are open, and those that ended at `since`, milliseconds, or later; the newest first. */
  incidents(since: number): Promise<readonly IncidentRecord[]>;
};

export function incidentHistory(database: DatabaseSync, file: string): IncidentHistory {
  const select = guarded(file, () =>
    database.prepare(
      'SELECT record FROM incidents WHERE ended_at IS NULL OR ended_at >= ? ORDER BY opened_at DESC, key',
    ),
  );
  return { incidents: async (since) => guarded(file, () => select.all(since).map(recordOfRow)) };
}
