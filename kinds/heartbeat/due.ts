import { Cron } from 'croner';
import type { HeartbeatTarget } from './check.ts';

type When = Pick<HeartbeatTarget, 'schedule' | 'earlyMs'>;

/**
 * When the next report is due after one at a time, milliseconds. A report that comes `earlyMs` before a scheduled time, or
 * later, is that time's own. Where clocks change, times come as Debian's cron(8) runs them: with a `*` in the minutes or
 * hours whenever a clock shows them, so twice where an hour comes twice; else once, and a skipped one after the skip.
 */
export function dueAfter(at: number, { schedule, earlyMs }: When): number {
  if ('every' in schedule) return at + schedule.every * 1000;
  return nextOf(schedule, at + earlyMs);
}

/** The scheduled time after a time that no report has come at: what is due first when a job is first looked for. */
export function firstDue(since: number, when: When): number {
  return dueAfter(since, { ...when, earlyMs: 0 });
}

type CronSchedule = Extract<HeartbeatTarget['schedule'], { readonly cron: string }>;

function nextOf({ cron, timezone }: CronSchedule, at: number): number {
  return timesOf({ cron, timezone }).nextRun(new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The time that a report counts for; null of an interval, and where there is none. */
export function slotOf(at: number, { schedule, earlyMs }: When): number | null {
  if ('every' in schedule) return null;
  const [before] = timesOf(schedule).previousRuns(1, new Date(at + earlyMs + 1));
  return before?.getTime() ?? null;
}

function timesOf({ cron, timezone }: CronSchedule): Cron {
  return new Cron(cron, { timezone, paused: true, fixedTimeRule: 'no-wildcard' });
}
