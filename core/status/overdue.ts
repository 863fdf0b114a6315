import { Cron } from 'croner';
import type { Schedule } from '../check/check.ts';
import type { NamedShard } from '../incident/homes.ts';

/** Beside the longest run: a schedule that is late, a start that is tried again, a metric that takes its time to be seen. */
const GRACE_MS = 2 * 60_000;

/**
 * How long a shard's next run has been missing at `now`, milliseconds; null while there is time for it, and where it is not known
 * when the last one was. `last`: an ISO instant, the start of the last run, or when the schedule was made.
 */
export function overdueMs(
  { schedule, longestRunSeconds }: Pick<NamedShard, 'schedule' | 'longestRunSeconds'>,
  last: string | null,
  now: number,
): number | null {
  const due = last === null ? null : dueAfter(schedule, Date.parse(last));
  if (due === null) return null;
  const late = now - due;
  return late > longestRunSeconds * 1000 + GRACE_MS ? late : null;
}

function dueAfter(schedule: Schedule, last: number): number | null {
  if ('every' in schedule) return last + schedule.every * 1000;
  const { cron, timezone } = schedule;
  return new Cron(cron, { timezone, paused: true }).nextRun(new Date(last))?.getTime() ?? null;
}
