import type { DatabaseSync } from 'node:sqlite';
import { type Bucket, mergeBuckets } from '#core/history/bucket.ts';
import { type Buckets, foldBuckets } from '#core/history/fold.ts';
import { datesIn } from '#core/history/local-days.ts';
import { SPAN_MS } from '#core/history/spans.ts';
import { BUCKET_COLUMNS, bucketOfRow, measuredText } from './bucket-row.ts';

/**
 * Adds buckets of five minutes to what the file has of their spans: those of five minutes, of an hour, and the days of each
 * zone that was asked for. Within a transaction that is open already.
 */
export function bucketWriter(database: DatabaseSync): (buckets: Buckets) => void {
  const find = database.prepare('SELECT id FROM checks WHERE name = ?');
  const introduce = database.prepare('INSERT INTO checks (name) VALUES (?) RETURNING id');
  const select = database.prepare(`SELECT ${BUCKET_COLUMNS} FROM buckets WHERE span = ? AND at = ? AND check_id = ?`);
  select.setReturnArrays(true);
  const put = database.prepare(
    `INSERT OR REPLACE INTO buckets (span, check_id, ${BUCKET_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const days = dayWriter(database);
  const add = (span: number, id: number, bucket: Bucket) => {
    const before = select.get(span, bucket.at, id) as unknown as Parameters<typeof bucketOfRow>[0] | undefined;
    const after = before === undefined ? bucket : mergeBuckets(bucket.at, [bucketOfRow(before), bucket]);
    put.run(span, id, after.at, after.ok, after.ng, after.degraded, after.excused, measuredText(after));
  };
  return (found) => {
    const zones = days.zones();
    for (const [name, buckets] of found) {
      const id = Number((find.get(name) ?? introduce.get(name))?.['id']);
      for (const bucket of buckets) add(SPAN_MS.fiveMinutes, id, bucket);
      for (const bucket of foldBuckets(buckets, SPAN_MS.hour)) add(SPAN_MS.hour, id, bucket);
      days.add(zones, id, buckets);
    }
  };
}

/** A time zone that somebody asked for, and the day in it of an instant. */
type Zone = { readonly zone: string; readonly dateOf: (instant: number) => string };

function dayWriter(database: DatabaseSync) {
  const zones = database.prepare('SELECT zone FROM zones');
  const put = database.prepare(
    `INSERT INTO days (zone, date, check_id, ok, ng, degraded, excused) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ok = ok + excluded.ok, ng = ng + excluded.ng,
       degraded = degraded + excluded.degraded, excused = excused + excluded.excused`,
  );
  const datesOf = new Map<string, (instant: number) => string>();
  return {
    zones: (): readonly Zone[] =>
      zones.all().map((row) => {
        const zone = String(row['zone']);
        const dateOf = datesOf.get(zone) ?? datesIn(zone);
        datesOf.set(zone, dateOf);
        return { zone, dateOf };
      }),
    add: (known: readonly Zone[], id: number, buckets: readonly Bucket[]): void => {
      for (const { zone, dateOf } of known) {
        for (const { at, ok, ng, degraded, excused } of buckets)
          put.run(zone, dateOf(at), id, ok, ng, degraded, excused);
      }
    },
  };
}
