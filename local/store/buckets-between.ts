import { KEPT_MS, SPAN_MS } from '#core/history/spans.ts';
import { BUCKET_COLUMNS } from './bucket-row.ts';

/** From an instant up to, but not with, another, milliseconds. */
export type Between = { readonly from: number; readonly until: number };

/**
 * Rows of all checks that make up the time between two instants: whole hours, and buckets of five minutes where it begins or
 * ends amid one, as days do in Kolkata. Its parameters are those of `partsOf`.
 */
export const BUCKETS_BETWEEN = [
  `span = ${SPAN_MS.hour} AND at >= :firstHour AND at < :lastHour`,
  `span = ${SPAN_MS.fiveMinutes} AND at >= :from AND at < :firstHour`,
  `span = ${SPAN_MS.fiveMinutes} AND at >= :lastHour AND at < :until`,
]
  .map((condition) => `SELECT check_id, ${BUCKET_COLUMNS} FROM buckets WHERE ${condition}`)
  .join(' UNION ALL ');

/** Of what is so old that only hours are left, those count that begin within the time. `now`: milliseconds. */
export function partsOf({ from, until }: Between, now: number) {
  const end = isCoarse(until, now) ? hourAfter(until) : until;
  const begin = isCoarse(from, now) ? hourAfter(from) : from;
  const firstHour = Math.min(hourAfter(begin), end);
  const lastHour = Math.max(firstHour, Math.floor(end / SPAN_MS.hour) * SPAN_MS.hour);
  return { from: begin, firstHour, lastHour, until: end };
}

/** Five-minute buckets of the hour that an instant is in may be gone. */
const isCoarse = (at: number, now: number): boolean => at - SPAN_MS.hour < now - KEPT_MS.fiveMinutes;

const hourAfter = (at: number): number => Math.ceil(at / SPAN_MS.hour) * SPAN_MS.hour;
