import type { DatabaseSync } from 'node:sqlite';
import { KEPT_MS, SHOWN_DAYS, SPAN_MS } from '#core/history/spans.ts';
import { vacuumStep } from './vacuum.ts';

const DAY_MS = 24 * 3_600_000;
/** How many rows are dropped at a time, so that nobody waits for a writer that comes back after weeks. */
const ROWS = 5_000;
/** A day begins and ends in its zone, up to 14 hours from UTC. */
const KEPT_DAYS = SHOWN_DAYS + 2;

/** How often a process looks whether there is something to drop, milliseconds. */
const PAUSE_MS = 5_000;

/**
 * Drops what is older than it is kept, now and then and some at a time. Within a transaction that is open already. `now`:
 * milliseconds.
 */
export function retention(database: DatabaseSync, verdictsMs: number): (now: number) => void {
  const dropVerdicts = database.prepare(
    `DELETE FROM verdicts WHERE started_at < :until
     AND started_at <= coalesce((SELECT started_at FROM verdicts ORDER BY started_at LIMIT 1 OFFSET ${ROWS}), :until)`,
  );
  const dropBuckets = database.prepare(
    `DELETE FROM buckets WHERE span = :span AND at < :until
     AND at <= coalesce((SELECT at FROM buckets WHERE span = :span ORDER BY at LIMIT 1 OFFSET ${ROWS}), :until)`,
  );
  const dropDays = database.prepare('DELETE FROM days WHERE zone IN (SELECT zone FROM zones) AND date < ?');
  const dropIncidents = database.prepare('DELETE FROM incidents WHERE ended_at < ?');
  let droppedAt = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (Math.abs(now - droppedAt) < PAUSE_MS) return;
    droppedAt = now;
    dropVerdicts.run({ until: now - verdictsMs });
    dropBuckets.run({ span: SPAN_MS.fiveMinutes, until: now - KEPT_MS.fiveMinutes });
    dropBuckets.run({ span: SPAN_MS.hour, until: now - KEPT_MS.hours });
    dropDays.run(new Date(now - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10));
    dropIncidents.run(now - KEPT_MS.hours);
    vacuumStep(database);
  };
}
