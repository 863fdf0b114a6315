const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long the spans are that buckets are kept of, milliseconds. */
export const SPAN_MS = { fiveMinutes: 5 * MINUTE_MS, hour: 60 * MINUTE_MS } as const;

/** How long the history keeps what, milliseconds: each verdict, then five minutes together, then an hour. */
export const KEPT_MS = { verdicts: 7 * DAY_MS, fiveMinutes: 90 * DAY_MS, hours: 730 * DAY_MS } as const;

/** How many days the page shows. */
export const SHOWN_DAYS = 90;

/** How far ahead the page shows maintenance, milliseconds. */
export const UPCOMING_MS = 30 * DAY_MS;

/** Where the span begins that an instant is in; both in milliseconds since 1970. */
export function beginOf(at: number, spanMs: number): number {
  return Math.floor(at / spanMs) * spanMs;
}
