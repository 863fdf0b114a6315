import { table } from '../print.ts';
import { type Crowd, crowds } from './crowds.ts';
import { type Played, played, SCHEDULES, SITUATIONS } from './situations.ts';

type Name = keyof typeof SITUATIONS;

/** What each situation does with each schedule. */
export type Outcomes = ReadonlyMap<Name, ReadonlyMap<string, readonly Played[]>>;

export function outcomes(): Outcomes {
  const names = Object.keys(SITUATIONS) as Name[];
  return new Map(
    names.map((name) => [
      name,
      new Map(Object.entries(SCHEDULES).map(([label, timetable]) => [label, played(name, timetable)] as const)),
    ]),
  );
}

/** Pages for each situation and schedule, and the time to the first. */
export function situationsTable(all: Outcomes): string {
  const head = ['', ...Object.keys(SCHEDULES).map((label) => (label.includes(' ') ? `\`${label}\`` : label))];
  const rows = [...all].map(([name, bySchedule]) => [name, ...[...bySchedule.values()].map(cellOf)]);
  const over = all.get('an outage of 4 runs');
  const last = ['… from its end until the page is over', ...[...(over?.values() ?? [])].map(overCell)];
  return table(head, [...rows, last]);
}

function cellOf(plays: readonly Played[]): string {
  const counts = plays.map(({ pages }) => pages.length);
  const pages = rangeOf(counts, String);
  const times = plays.flatMap(({ secondsToPage }) => secondsToPage ?? []);
  return times.length === 0 ? pages : `${pages}: ${rangeOf(times, timeOf)}`;
}

function overCell(plays: readonly Played[]): string {
  return rangeOf(
    plays.flatMap(({ secondsToOver }) => secondsToOver ?? []),
    timeOf,
  );
}

/** `2` or `0 to 2`. */
function rangeOf(values: readonly number[], write: (value: number) => string): string {
  if (values.length === 0) return '';
  const [least, most] = [write(Math.min(...values)), write(Math.max(...values))];
  const [number, unit] = most.split(' ');
  if (least === most) return most;
  return unit !== undefined && least.endsWith(` ${unit}`)
    ? `${least.split(' ')[0]} to ${number} ${unit}`
    : `${least} to ${most}`;
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** Whole minutes or hours. */
function timeOf(seconds: number): string {
  return seconds < 4 * HOUR_S ? `${Math.round(seconds / MINUTE_S)} min` : `${Math.round(seconds / HOUR_S)} h`;
}

/** Pages of long lists, and what their alarms of checks cost. */
export function crowdsTable(all: readonly Crowd[] = crowds()): string {
  return table(
    [
      'checks, every minute',
      'alarms of checks',
      '$ a month',
      'a second one NG',
      'ten more, one a minute',
      '100 NG at once',
    ],
    all.map(({ checks, alarms, dollars, pages }) => [
      checks.toLocaleString('en-US'),
      String(alarms),
      dollars.toFixed(2),
      ...[pages.second, pages.oneByOne, pages.together].map((count) => `${count} pages`),
    ]),
  );
}
