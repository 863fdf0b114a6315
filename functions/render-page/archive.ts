import { gunzipSync, gzipSync } from 'node:zlib';
import { HISTORY_PREFIXES } from '#core/contract.ts';
import { type Bars, NO_BARS, withBuckets } from '#core/history/bars.ts';
import type { Bucket } from '#core/history/bucket.ts';
import { bucketsIn, linesOf, readerOf } from '#core/history/bucket-lines.ts';
import { type Buckets, foldBuckets, foldRuns } from '#core/history/fold.ts';
import { type IncidentRecord, incidentRecords } from '#core/history/incident-record.ts';
import type { LocalDay } from '#core/history/local-days.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import { beginOf, SPAN_MS } from '#core/history/spans.ts';
import type { Objects } from './objects.ts';

/**
 * What is kept of runs when they are gone, in a bucket: `hours/2026-11-26T10.gz` and `days/2026-11-26.gz` with buckets of five
 * minutes and of an hour, and `archive.gz` with all that a page shows of them.
 */

const { hour: HOUR_MS } = SPAN_MS;
const DAY_MS = 24 * HOUR_MS;
const ARCHIVE = 'archive.gz';

/** `through`: runs that began before it are in, milliseconds. `etag`: which version was read, null where there was none. */
export type Archive = {
  readonly through: number;
  readonly bars: Bars;
  readonly incidents: readonly IncidentRecord[];
  readonly etag: string | null;
};

/** What is kept. Where there is nothing yet, nothing that began before `earliest` is looked for. */
export async function readArchive(bucket: Objects, earliest: () => Promise<number>): Promise<Archive> {
  const found = await bucket.get(ARCHIVE);
  if (found === null) return { through: beginOf(await earliest(), HOUR_MS), bars: NO_BARS, incidents: [], etag: null };
  return { ...(JSON.parse(gunzipSync(found.body).toString()) as Omit<Archive, 'etag'>), etag: found.etag };
}

/** What is folded at a time, and into what. `days`: those that the page shows. */
export type Folding = {
  readonly bucket: Objects;
  readonly runsBetween: (from: number, until: number) => Promise<readonly RunHistory[]>;
  readonly days: readonly LocalDay[];
};

/**
 * The archive with the hour in that follows what is in it. What it writes is the same whoever writes it, and however often:
 * the archive alone, which counts, is written by saveArchive, of the version that was read.
 */
export async function withNextHour(archive: Archive, { bucket, runsBetween, days }: Folding): Promise<Archive> {
  const { through } = archive;
  const runs = await runsBetween(through, through + HOUR_MS);
  const buckets = foldRuns(runs);
  if (buckets.size > 0) await bucket.put(hourKey(through), zipped(linesOf(buckets)));
  if ((through + HOUR_MS) % DAY_MS === 0) await writeDay(bucket, through + HOUR_MS - DAY_MS);
  const incidents = incidentRecords(
    runs.flatMap(({ transitions }) => transitions),
    archive.incidents,
  );
  const oldest = days[0]?.from ?? 0;
  return {
    ...archive,
    through: through + HOUR_MS,
    bars: withBuckets(archive.bars, buckets, days),
    incidents: incidents.filter(({ endedAt }) => endedAt === null || Date.parse(endedAt) >= oldest),
  };
}

/** Whether it was written: false where somebody else has written another version in between. */
export function saveArchive(bucket: Objects, { etag, ...archive }: Archive): Promise<boolean> {
  const condition = etag === null ? ({ ifNone: true } as const) : { ifMatch: etag };
  return bucket.put(ARCHIVE, zipped(JSON.stringify(archive)), condition);
}

/** What reads a check's buckets of five minutes, of the hours from `from` up to `through`, the earliest first. */
export async function hoursSince(
  bucket: Objects,
  from: number,
  through: number,
): Promise<(name: string) => readonly Bucket[]> {
  const readers = (await hourTexts(bucket, beginOf(from, HOUR_MS), through)).map(readerOf);
  return (name) => readers.flatMap((reader) => reader(name));
}

async function writeDay(bucket: Objects, begin: number): Promise<void> {
  const all = new Map<string, Bucket[]>();
  for (const text of await hourTexts(bucket, begin, begin + DAY_MS)) {
    for (const [name, buckets] of bucketsIn(text)) {
      all.set(name, [...(all.get(name) ?? []), ...foldBuckets(buckets, HOUR_MS)]);
    }
  }
  const day: Buckets = new Map([...all].map(([name, buckets]) => [name, foldBuckets(buckets, HOUR_MS)]));
  if (day.size > 0) await bucket.put(`${HISTORY_PREFIXES.days}${isoOf(begin).slice(0, 10)}.gz`, zipped(linesOf(day)));
}

async function hourTexts(bucket: Objects, from: number, until: number): Promise<readonly string[]> {
  const begins = Array.from({ length: Math.max(0, (until - from) / HOUR_MS) }, (_, index) => from + index * HOUR_MS);
  const found = await Promise.all(begins.map((begin) => bucket.get(hourKey(begin))));
  return found.flatMap((stored) => (stored === null ? [] : gunzipSync(stored.body).toString()));
}

const isoOf = (at: number): string => new Date(at).toISOString();
const hourKey = (begin: number): string => `${HISTORY_PREFIXES.hours}${isoOf(begin).slice(0, 13)}.gz`;

function zipped(text: string) {
  return { body: gzipSync(text), contentType: 'application/gzip' };
}
