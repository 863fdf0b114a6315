import { Cron } from 'croner';
import type { MaintenanceWindow } from '../check/maintenance-window.ts';

/** A window that is not open yet. `from` and `until`: ISO instants. `checks`: null for all of the list. */
export type UpcomingWindow = Pick<MaintenanceWindow, 'name' | 'checks'> & {
  readonly from: string;
  readonly until: string;
};

/** Of a window that comes again and again, the next times are enough. */
const MOST_TIMES = 5;

/** The windows that open after `now` and up to `until`, milliseconds, soonest first. */
export function upcomingWindows(
  windows: readonly MaintenanceWindow[],
  now: number,
  until: number,
): readonly UpcomingWindow[] {
  const coming = windows.flatMap((window) => {
    return timesOf(window, now)
      .filter(([from]) => from > now && from <= until)
      .map(([from, end]) => ({
        name: window.name,
        checks: window.checks,
        from: new Date(from).toISOString(),
        until: new Date(end).toISOString(),
      }));
  });
  return coming.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from));
}

function timesOf(window: MaintenanceWindow, now: number): readonly (readonly [from: number, until: number])[] {
  if ('from' in window) return [[Date.parse(window.from), Date.parse(window.to)]];
  const { cron, timezone, durationMs } = window;
  const times = new Cron(cron, { timezone, paused: true }).nextRuns(MOST_TIMES, new Date(now));
  return times.map((time) => [time.getTime(), time.getTime() + durationMs]);
}
