import type { SQLOutputValue } from 'node:sqlite';
import { type Bucket, sumsIn, sumsOf } from '#core/history/bucket.ts';
import { classesIn } from '#core/history/latency-classes.ts';

/** A row's columns in this order. */
export const BUCKET_COLUMNS = 'at, ok, ng, degraded, excused, measured';

/** What was measured, as text: `[[class, count, class, count …], [dns, connect, tls, firstByte, download], phased]`. */
export function measuredText({ latency, phases, phased }: Bucket): string {
  if (latency.length === 0 && phased === 0) return '';
  return JSON.stringify([latency.flat(), ...(phased === 0 ? [] : [sumsOf(phases), phased])]);
}

/** A bucket out of the columns of its row, from the place `first` on. */
export function bucketOfRow(row: readonly SQLOutputValue[], first = 0): Bucket {
  const [at, ok, ng, degraded, excused, measured] = row.slice(first);
  return {
    at: Number(at),
    ok: Number(ok),
    ng: Number(ng),
    degraded: Number(degraded),
    excused: Number(excused),
    ...measuredOf(String(measured)),
  };
}

type Measured = readonly [flat: readonly number[], sums?: readonly number[], phased?: number];

function measuredOf(text: string): Pick<Bucket, 'latency' | 'phases' | 'phased'> {
  const [flat, sums = [], phased = 0] = (text === '' ? [[]] : JSON.parse(text)) as Measured;
  return { latency: classesIn(flat), phases: sumsIn(sums), phased };
}
