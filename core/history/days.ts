import { addCounts, type Bucket, type Counts, uptimeOf } from './bucket.ts';
import type { LocalDay } from './local-days.ts';

/**
 * A day of a check in the page's time zone. `date`: as 2026-11-26. Counts as in Bucket. `uptime`: ok / (ok + ng), from 0 to 1;
 * null where nothing was counted.
 */
export type Day = Counts & {
  readonly date: string;
  readonly uptime: number | null;
};

/**
 * One check's days out of its buckets, whatever their span, in the order of time. A bucket counts for the day in which it
 * begins, so that those of five minutes are right in every time zone, and those of an hour where clocks differ from UTC by
 * whole hours. The days are the same for all checks:
 *
 *     const days = lastDays(now, timezone);
 *     const bars = daysOf(buckets.get('orders-api') ?? [], days); // 90, oldest first, today last
 */
export function daysOf(buckets: readonly Bucket[], days: readonly LocalDay[]): readonly Day[] {
  let next = 0;
  return days.map(({ date, from, until }) => {
    const within: Bucket[] = [];
    for (let bucket = buckets[next]; bucket !== undefined && bucket.at < until; bucket = buckets[next]) {
      if (bucket.at >= from) within.push(bucket);
      next += 1;
    }
    return dayOf(date, addCounts(within));
  });
}

/** A day by what was counted of it. */
export function dayOf(date: string, counts: Counts): Day {
  return { date, ...counts, uptime: uptimeOf(counts) };
}
