import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type Bucket, mergeBuckets } from '#core/history/bucket.ts';
import type { Buckets } from '#core/history/fold.ts';
import { beginOf, SPAN_MS } from '#core/history/spans.ts';
import { BUCKET_COLUMNS, bucketOfRow } from './bucket-row.ts';
import { type Between, BUCKETS_BETWEEN, partsOf } from './buckets-between.ts';
import { guarded } from './store-fault.ts';

/** What is kept of verdicts together: buckets of five minutes for 90 days, of an hour for two years. */
export type BucketHistory = {
  /** A check's buckets of a length that begin between two instants, oldest first; a span without verdicts has none. */
  buckets(name: string, span: keyof typeof SPAN_MS, between: Between): Promise<readonly Bucket[]>;
  /**
   * One bucket of each check for each of these times in which it has any, by name, in the order of the times. `at` is where
   * the first part begins. `now`: milliseconds.
   */
  folded(times: readonly Between[], now: number): Promise<Buckets>;
};

export function bucketHistory(database: DatabaseSync, file: string): BucketHistory {
  const [one, all, names] = guarded(file, () => [
    database.prepare(
      `WITH RECURSIVE begins (at) AS (VALUES (:first) UNION ALL SELECT at + :span FROM begins WHERE at + :span < :until)
       SELECT ${BUCKET_COLUMNS.replace('at', 'b.at')} FROM begins CROSS JOIN buckets AS b
       ON b.span = :span AND b.at = begins.at AND b.check_id = (SELECT id FROM checks WHERE name = :name)
       ORDER BY b.at`,
    ),
    database.prepare(BUCKETS_BETWEEN),
    database.prepare('SELECT id, name FROM checks'),
  ]);
  for (const statement of [one, all]) statement.setReturnArrays(true);
  return {
    buckets: async (name, span, { from, until }) =>
      guarded(file, () => {
        const spanMs = SPAN_MS[span];
        const first = beginOf(from + spanMs - 1, spanMs);
        if (first >= until) return [];
        const rows = one.all({ name, span: spanMs, first, until }) as unknown as readonly Row[];
        return rows.map((row) => bucketOfRow(row));
      }),
    folded: async (times, now) =>
      guarded(file, () => {
        const found = new Map<number, Bucket[]>();
        for (const time of times) {
          for (const [id, bucket] of foldedRows(all.iterate(partsOf(time, now)) as unknown as Iterable<Row>)) {
            found.set(id, [...(found.get(id) ?? []), bucket]);
          }
        }
        return new Map(names.all().flatMap(({ id, name }) => nameAndBuckets(String(name), found.get(Number(id)))));
      }),
  };
}

type Row = readonly SQLOutputValue[];

function foldedRows(rows: Iterable<Row>): ReadonlyMap<number, Bucket> {
  const found = new Map<number, Bucket[]>();
  for (const row of rows) {
    const id = Number(row[0]);
    const buckets = found.get(id);
    if (buckets === undefined) found.set(id, [bucketOfRow(row, 1)]);
    else buckets.push(bucketOfRow(row, 1));
  }
  return new Map(
    [...found].map(([id, buckets]) => [id, mergeBuckets(Math.min(...buckets.map(({ at }) => at)), buckets)]),
  );
}

function nameAndBuckets(name: string, buckets: readonly Bucket[] | undefined): [string, readonly Bucket[]][] {
  return buckets === undefined ? [] : [[name, buckets]];
}
