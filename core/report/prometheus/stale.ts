import type { Schedule } from '../../check/check.ts';
import { longestWait } from '../../run/interval.ts';
import type { PastVerdict } from '../../status/past-verdict.ts';

/** A run takes its time. */
const GRACE_MS = 2 * 60_000;
const DAY_MS = 86_400_000;
/** Of a cron expression whose waits differ by months. */
const LONGEST_MS = 800 * DAY_MS;

/**
 * Whether a check has missed two of its runs, so that its last verdict says nothing of now: who repeated it for ever would
 * show the world as it was. `now`: milliseconds.
 */
export function isStale({ verdict }: PastVerdict, schedule: Schedule, now: number): boolean {
  const seconds = longestWait(schedule, 2);
  const longest = seconds === null ? LONGEST_MS : seconds * 1000;
  return now - Date.parse(verdict.at) > longest + GRACE_MS;
}
