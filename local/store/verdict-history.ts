import type { DatabaseSync } from 'node:sqlite';
import { type RunStamp, timeOf } from '#core/incident/state.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { transaction } from './open-database.ts';
import { guarded } from './store-fault.ts';

/** Every verdict, for as long as the retention says. */
export type VerdictHistory = {
  /** Keeps a run's verdicts and drops those that are too old. A run that is kept already stays as it is. */
  remember(run: RunStamp, verdicts: readonly Verdict[]): Promise<void>;
  /** A check's latest verdicts, newest first; of runs that started at `since`, milliseconds, or later. */
  history(name: string, atMost: number, since?: number): Promise<readonly PastVerdict[]>;
};

export function verdictHistory(
  database: DatabaseSync,
  file: string,
  { now, retentionMs }: { readonly now: () => number; readonly retentionMs: number },
): VerdictHistory {
  const [keep, drop, select] = guarded(file, () => [
    database.prepare(
      'INSERT INTO verdicts (name, started_at, run_id, verdict) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    database.prepare('DELETE FROM verdicts WHERE started_at < ?'),
    database.prepare(
      `SELECT started_at, run_id, verdict FROM verdicts WHERE name = ? AND started_at >= ?
       ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    ),
  ]);
  return {
    remember: async (run, verdicts) =>
      guarded(file, () =>
        transaction(database, () => {
          for (const verdict of verdicts) keep.run(verdict.name, timeOf(run), run.id, JSON.stringify(verdict));
          drop.run(now() - retentionMs);
        }),
      ),
    history: async (name, atMost, since = 0) => guarded(file, () => select.all(name, since, atMost).map(pastVerdictOf)),
  };
}

function pastVerdictOf(row: Readonly<Record<string, unknown>>): PastVerdict {
  return {
    run: { id: String(row['run_id']), startedAt: new Date(Number(row['started_at'])).toISOString() },
    verdict: JSON.parse(String(row['verdict'])) as Verdict,
  };
}
