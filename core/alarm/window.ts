import type { Schedule } from '../check/check.ts';
import { FIRST_NG_PAGES_S } from '../check/defaults.ts';
import { intervalsOf, longestWait } from '../run/interval.ts';
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
/** Twice as many runs as must be NG, so that a target which is NG every second run is one page and not one each. */
const OFTEN: Datapoints = { breaching: 2, of: 4 };
const SELDOM: Datapoints = { breaching: 1, of: 2 };
/** How long CloudWatch lets an alarm warm up. */
const LONGEST_WARM_UP_MINUTES = 2_880;
/** What a run may take to start, to check and to write, at most; half of an interval in any case. */
const GRACE_S = 300;

type Window = Pick<MetricAlarm, 'periodSeconds' | 'datapoints' | 'missing'>;

/**
 * For what each run writes. A period is an interval, and one without a run leaves the alarm as it is: that nothing runs is
 * an alarm of its own, and neither a night of a cron nor a check that is new says anything of a target. `wanted` is null
 * for the usual: 2 of 4 runs, from 15 minutes on 1 of 2. No alarm waits for more NG than a day has runs. What runs less
 * than once in seven days is judged by each run alone.
 */
export function answerWindow(schedule: Schedule, wanted: Datapoints | null = null): Window {
  const { shortest } = intervalsOf(schedule);
  if (shortest > LONGEST_S) return { periodSeconds: DAY_S, datapoints: { breaching: 1, of: 1 }, missing: 'ignore' };
  const { breaching: bad, of: last } = wanted ?? (shortest < FIRST_NG_PAGES_S ? OFTEN : SELDOM);
  const most = Math.floor((shortest < HOUR_S ? DAY_S : LONGEST_S) / shortest);
  const breaching = Math.min(bad, Math.max(1, Math.floor(DAY_S / shortest)));
  const of = Math.min(breaching < bad ? 2 * breaching : last, most);
  return { periodSeconds: shortest, datapoints: { breaching, of }, missing: 'ignore' };
}

/** `warmUpMinutes`: until the first run of a new shard has written. */
type SilenceWindow = Window & Required<Pick<MetricAlarm, 'warmUpMinutes'>>;

/**
 * For runs that do not come: one period that holds three, and the time that a run may take to write. null where no alarm
 * can tell: for what runs less than once in seven days, and for crons that pause for longer than a new alarm can wait.
 */
export function silenceWindow(schedule: Schedule): SilenceWindow | null {
  const pause = longestWait(schedule, 1);
  if (pause === null || pause > ('cron' in schedule ? LONGEST_WARM_UP_MINUTES * MINUTE_S - GRACE_S : LONGEST_S))
    return null;
  const runs = Math.min(SILENT_RUNS, Math.floor(LONGEST_S / pause));
  const grace = Math.min(GRACE_S, intervalsOf(schedule).shortest / 2);
  const wait = (longestWait(schedule, runs) ?? pause) + Math.floor(grace / MINUTE_S) * MINUTE_S;
  const periodSeconds = Math.min(wait, LONGEST_S);
  return {
    periodSeconds,
    datapoints: { breaching: 1, of: 1 },
    missing: 'breaching',
    warmUpMinutes: Math.min(LONGEST_WARM_UP_MINUTES, periodSeconds / MINUTE_S),
  };
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
