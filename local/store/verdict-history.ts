import type { DatabaseSync } from 'node:sqlite';
import { foldRuns } from '#core/history/fold.ts';
import { type RunStamp, timeOf } from '#core/incident/state.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { bucketWriter } from './bucket-writer.ts';
import { transaction } from './open-database.ts';
import { retention } from './retention.ts';
import { guarded } from './store-fault.ts';

/** Every verdict, for as long as the retention says. */
export type VerdictHistory = {
  /**
   * Keeps a run's verdicts, counts them in the buckets, and drops what is too old. A run that is kept already stays as it is,
   * and one that started before anything that is kept is too old itself: whether it was counted, nobody knows any more.
   */
  remember(run: RunStamp, verdicts: readonly Verdict[]): Promise<void>;
  /** A check's latest verdicts, newest first; of runs that started at `since`, milliseconds, or later, and before `before`. */
  history(name: string, atMost: number, since?: number, before?: number): Promise<readonly PastVerdict[]>;
  /** The latest verdict of each of these checks, by name; a check without any has none. */
  latest(names: readonly string[]): Promise<ReadonlyMap<string, PastVerdict>>;
};

export function verdictHistory(
  database: DatabaseSync,
  file: string,
  { now, retentionMs }: { readonly now: () => number; readonly retentionMs: number },
): VerdictHistory {
  const [keep, select, last] = guarded(file, () => [
    database.prepare(
      'INSERT INTO verdicts (name, started_at, run_id, verdict) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    database.prepare(
      `SELECT started_at, run_id, verdict FROM verdicts WHERE name = ? AND started_at >= ? AND started_at < ?
       ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    ),
    database.prepare(
      `SELECT v.name, v.started_at, v.run_id, v.verdict FROM json_each(?) AS asked JOIN verdicts AS v
       ON v.name = asked.value AND (v.started_at, v.run_id) = (
         SELECT started_at, run_id FROM verdicts WHERE name = asked.value
         ORDER BY started_at DESC, run_id DESC LIMIT 1)`,
    ),
  ]);
  const [count, drop] = guarded(file, () => [bucketWriter(database), retention(database, retentionMs)]);
  const keepNew = (run: RunStamp, verdicts: readonly Verdict[]) => {
    const startedAt = timeOf(run);
    if (startedAt < now() - retentionMs) return;
    const isNew = (verdict: Verdict) =>
      keep.run(verdict.name, startedAt, run.id, JSON.stringify(verdict)).changes === 1;
    count(foldRuns([{ run, verdicts: verdicts.filter(isNew) }]));
  };
  return {
    remember: async (run, verdicts) =>
      guarded(file, () =>
        transaction(database, () => {
          keepNew(run, verdicts);
          drop(now());
        }),
      ),
    history: async (name, atMost, since = 0, before = Number.MAX_SAFE_INTEGER) =>
      guarded(file, () => select.all(name, since, before, atMost).map(pastVerdictOf)),
    latest: async (names) =>
      guarded(
        file,
        () => new Map(last.all(JSON.stringify(names)).map((row) => [String(row['name']), pastVerdictOf(row)])),
      ),
  };
}

function pastVerdictOf(row: Readonly<Record<string, unknown>>): PastVerdict {
  return {
    run: { id: String(row['run_id']), startedAt: new Date(Number(row['started_at'])).toISOString() },
    verdict: JSON.parse(String(row['verdict'])) as Verdict,
  };
}
