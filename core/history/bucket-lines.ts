import { NO_PHASES } from '../verdict/phases.ts';
import type { Bucket } from './bucket.ts';
import type { Buckets } from './fold.ts';

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

const PHASES = [
  'dns',
  'connect',
  'tls',
  'firstByte',
  'download',
] as const satisfies readonly (keyof Bucket['phases'])[];

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
  const sums = phased === 0 ? 0 : PHASES.map((phase) => phases[phase]);
  return [at / 1000, ok, ng, degraded, excused, latency.flat(), sums, phased];
}

function bucketIn([at, ok, ng, degraded, excused, latency, sums, phased]: Row): Bucket {
  const pairs = Array.from({ length: latency.length / 2 }, (_, index) => {
    return [latency[2 * index] ?? 0, latency[2 * index + 1] ?? 0] as const;
  });
  const phases = Object.fromEntries(
    Object.keys(NO_PHASES).map((phase) => [phase, sums === 0 ? 0 : (sums[PHASES.indexOf(phase as 'dns')] ?? 0)]),
  ) as Bucket['phases'];
  return { at: at * 1000, ok, ng, degraded, excused, latency: pairs, phases, phased };
}
