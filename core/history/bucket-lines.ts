import { type Bucket, sumsIn, sumsOf } from './bucket.ts';
import type { Buckets } from './fold.ts';
import { classesIn } from './latency-classes.ts';

/**
 * Buckets of many checks as text, a line of JSON each check: `["orders-api",[[1764151200,12,0,0,0,[171,12],0,0],…]]`. Whoever looks
 * for one check reads one line.
 */

/** A bucket: begin in seconds, ok, ng, degraded, excused, class and count of latencies in turns, sums of phases or 0, phased. */
type Row = readonly [
  at: number,
  ok: number,
  ng: number,
  degraded: number,
  excused: number,
  latency: readonly number[],
  phases: readonly number[] | 0,
  phased: number,
];

/** The lines, by the names of checks: the same buckets are the same text. */
export function linesOf(buckets: Buckets): string {
  const byName = [...buckets].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return byName.map(([name, own]) => `${JSON.stringify([name, own.map(rowOf)])}\n`).join('');
}

/** What reads a check's buckets out of lines, none where there is no line of it. Lines that are none are passed over. */
export function readerOf(text: string): (name: string) => readonly Bucket[] {
  const lines = new Map<string, string>();
  for (const line of text.split('\n')) {
    const begin = /^\[("(?:[^"\\]|\\.)*"),/.exec(line)?.[1];
    if (begin !== undefined) lines.set(JSON.parse(begin) as string, line);
  }
  return (name) => {
    const line = lines.get(name);
    return line === undefined ? [] : (JSON.parse(line) as [string, Row[]])[1].map(bucketIn);
  };
}

/** All of them. */
export function bucketsIn(text: string): Buckets {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name, rows] = JSON.parse(line) as [string, Row[]];
      return [name, rows.map(bucketIn)] as const;
    }),
  );
}

function rowOf({ at, ok, ng, degraded, excused, latency, phases, phased }: Bucket): Row {
  const sums = phased === 0 ? 0 : sumsOf(phases);
  return [at / 1000, ok, ng, degraded, excused, latency.flat(), sums, phased];
}

function bucketIn([at, ok, ng, degraded, excused, latency, sums, phased]: Row): Bucket {
  const phases = sumsIn(sums === 0 ? [] : sums);
  return { at: at * 1000, ok, ng, degraded, excused, latency: classesIn(latency), phases, phased };
}
