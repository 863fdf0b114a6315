/**
 * A day of a check in the page's time zone. `date`: as 2026-11-26. Counts as in Bucket. `uptime`: ok / (ok + ng), from 0 to 1;
 * null where nothing was counted.
 */
export type Day = {
  readonly date: string;
  readonly ok: number;
  readonly ng: number;
  readonly degraded: number;
  readonly excused: number;
  readonly uptime: number | null;
};
