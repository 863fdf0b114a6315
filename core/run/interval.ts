import type { Schedule } from '../check/check.ts';
import { type Cron, cronIntervals, longestCronWait, readCron } from '../check/cron.ts';
import { hashOf } from '../text/hash.ts';

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;
const LONGEST_NAME = 40;

/** Seconds from one run of a schedule to the next: the fewest, and the mean over a year. Days of 24 hours. */
export function intervalsOf(schedule: Schedule): { readonly shortest: number; readonly mean: number } {
  if ('every' in schedule) return { shortest: schedule.every, mean: schedule.every };
  return cronIntervals(cronOf(schedule));
}

const HOUR_S = 3_600;
/** In the middle of winter and of summer, whichever half of the world has which. */
const SEASONS = ['2026-01-15T00:00:00Z', '2026-07-15T00:00:00Z'];

/**
 * The most seconds from a run to the one that is so many runs later; null for a cron that leaves out days of the month, or
 * months. In a time zone that changes its clocks, an hour more: the one that comes twice in autumn runs once.
 */
export function longestWait(schedule: Schedule, runs: number): number | null {
  if ('every' in schedule) return runs * schedule.every;
  const wait = longestCronWait(cronOf(schedule), runs);
  return wait === null ? null : wait + (changesClocks(schedule.timezone) ? HOUR_S : 0);
}

function changesClocks(timeZone: string): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  const [winter, summer] = SEASONS.map(
    (instant) => format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value,
  );
  return winter !== summer;
}

function cronOf({ cron: text }: { readonly cron: string }): Cron {
  const cron = readCron(text);
  if (typeof cron === 'string') throw new RangeError(`${text} is no cron expression; ${cron}`);
  return cron;
}

/**
 * The schedule as the first half of a shard's id, in letters that names of schedules may have: `5m`, `1d`,
 * `cron-0_9_x_x_1-5-Europe.Paris`. What would be longer is cut, and ends with a hash of the whole.
 */
export function scheduleName(schedule: Schedule): string {
  if ('every' in schedule) {
    const [unit, seconds] = UNITS.find(([, length]) => schedule.every % length === 0) ?? ['m', 60];
    return `${schedule.every / seconds}${unit}`;
  }
  const fields = schedule.cron.replaceAll(' ', '_').replaceAll('*/', 'x').replaceAll('*', 'x').replaceAll(',', '.');
  const name = `cron-${fields}-${schedule.timezone.replaceAll('/', '.').replaceAll('+', 'plus')}`;
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 9)}-${hashOf(name)}`;
}
