import type { Schedule } from '../check/check.ts';
import { intervalsOf } from '../run/interval.ts';
import type { Datapoints, MetricAlarm } from './alarm.ts';

/**
 * How far an alarm looks back. CloudWatch takes periods of whole minutes, and lets all periods of an alarm together be a
 * day, or seven days where one is an hour or more. What is longer than a day is looked at once an hour only.
 */

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
const LONGEST_S = 7 * DAY_S;
/** Runs that may be missing before it is called silence. */
const SILENT_RUNS = 3;

type Window = Pick<MetricAlarm, 'periodSeconds' | 'datapoints' | 'missing'>;

/**
 * For what each run writes; `withoutRun` is what a period is that has none. A period is an interval. Within a day `wanted`
 * is kept; of longer intervals fewer periods are looked at, down to one. A cron has gaps, in which the alarm stays as it
 * is; one whose runs are not evenly apart is judged by each run alone. So is what runs less than once in seven days, of
 * which no alarm can miss a run.
 */
export function answerWindow(
  schedule: Schedule,
  wanted: Datapoints,
  withoutRun: 'breaching' | 'notBreaching' = 'breaching',
): Window {
  const { shortest, mean } = intervalsOf(schedule);
  const isCron = 'cron' in schedule;
  const isEven = !isCron || shortest === mean;
  const periodSeconds = Math.min(shortest, shortest > LONGEST_S ? DAY_S : LONGEST_S);
  const of = isEven ? Math.max(1, Math.min(wanted.of, Math.floor(DAY_S / periodSeconds))) : 1;
  return {
    periodSeconds,
    datapoints: { breaching: Math.min(wanted.breaching, of), of },
    missing: isCron || shortest > LONGEST_S ? 'ignore' : withoutRun,
  };
}

/** For runs that do not come; null where no alarm can tell, which is for crons and for what runs less than once in seven days. */
export function silenceWindow(schedule: Schedule): Window | null {
  if ('cron' in schedule || schedule.every > LONGEST_S) return null;
  const within = schedule.every < HOUR_S ? DAY_S : LONGEST_S;
  const of = Math.min(SILENT_RUNS, Math.floor(within / schedule.every));
  return { periodSeconds: schedule.every, datapoints: { breaching: of, of }, missing: 'breaching' };
}

/**
 * For events of the monitor itself, which are counted only when they happen. A period is the most frequent schedule's
 * interval, so that runs which fail one after the other are one alarm.
 */
export function eventWindow(schedules: readonly Schedule[]): Pick<Window, 'periodSeconds' | 'missing'> {
  const shortest = Math.min(HOUR_S, ...schedules.map((schedule) => intervalsOf(schedule).shortest));
  return { periodSeconds: Math.max(MINUTE_S, shortest), missing: 'notBreaching' };
}

/** For what changes by the day: an hour at least. */
export function dailyWindow(schedule: Schedule): Window {
  const { shortest } = intervalsOf(schedule);
  return {
    periodSeconds: Math.min(Math.max(HOUR_S, shortest), LONGEST_S),
    datapoints: { breaching: 1, of: 1 },
    missing: 'ignore',
  };
}
