import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cron, readCron } from '#core/check/cron.ts';
import { dueAfter, slotOf } from '#kinds/heartbeat/due.ts';
import { targetOf } from './job.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'America/New_York',
  'Europe/Paris',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
];
/** Around changes of clocks in the zones above, and where there is none. Of 2026, UTC. */
const MOMENTS = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-06-10'].map(
  (day) => Date.parse(`${day}T00:00:00Z`),
);

type Wall = {
  readonly text: string;
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at a moment. */
function wall(at: number, timeZone: string): Wall {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
    });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(part['weekday'] ?? '');
  const [minute, hour, day, month] = ['minute', 'hour', 'day', 'month'].map((name) => Number(part[name])) as [
    number,
    number,
    number,
    number,
  ];
  return { text: `${month}-${day} ${hour}:${minute}`, minute, hour, day, month, weekday };
}

const fits = ({ minutes, hours, days, months, weekdays }: Cron, it: Wall) =>
  minutes.includes(it.minute) &&
  hours.includes(it.hour) &&
  days.includes(it.day) &&
  months.includes(it.month) &&
  weekdays.includes(it.weekday);

/** Whether clocks change within two days of a moment. */
const isChanging = (at: number, zone: string) => {
  const offset = (moment: number) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(moment)
      .find(({ type }) => type === 'timeZoneName')?.value;
  return offset(at - 2 * DAY) !== offset(at + 2 * DAY);
};

/** The first minute after a moment that the expression names: without a `*` in it, one that no earlier minute was on the same clocks. */
function bruteForce(text: string, zone: string, after: number): number | null {
  const cron = cronOf(text);
  const comesTwice = text.split(' ').slice(0, 2).join().includes('*');
  const seen = new Set<string>();
  const first = Math.floor(after / MINUTE) * MINUTE;
  for (let at = first - 3 * 60 * MINUTE; at <= first; at += MINUTE) seen.add(wall(at, zone).text);
  for (let at = first + MINUTE; at < first + 3 * DAY; at += MINUTE) {
    const now = wall(at, zone);
    if (fits(cron, now) && (comesTwice || !seen.has(now.text))) return at;
    seen.add(now.text);
  }
  return null;
}

function cronOf(text: string): Cron {
  const cron = readCron(text);
  if (typeof cron === 'string') throw new Error(cron);
  return cron;
}

const crons = fc
  .tuple(
    fc.constantFrom('0', '7', '30', '51', '*/20', '15,45'),
    fc.constantFrom('*', '0', '1', '2', '3', '22', '1-3', '*/6'),
    fc.constantFrom('*', '*', '1-5', '0', '6'),
  )
  .map(([minute, hour, weekday]) => `${minute} ${hour} * * ${weekday}`);

describe('the next time that a report is due', () => {
  it('is the minute that a search through all minutes finds, whatever the clocks do', () => {
    const moments = fc.tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -36 * 60, max: 36 * 60 }));
    fc.assert(
      fc.property(crons, fc.constantFrom(...ZONES), moments, (text, timezone, [day, minutes]) => {
        const from = day + minutes * MINUTE;
        const due = dueAfter(from, targetOf({ cron: text, timezone }));
        const found = bruteForce(text, timezone, from);
        if (slotOf(due, targetOf({ cron: text, timezone })) !== due) return false;
        const skipped = !fits(cronOf(text), wall(due, timezone));
        // A time that the clocks skip comes when they have skipped it: no clock shows it, and it is before the next that one does.
        if (skipped) return isChanging(due, timezone) && (found === null || due <= found);
        return found === null ? due >= from + 3 * DAY - MINUTE : due === found;
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [
      'a skipped 02:30 in New York comes at 03:00, when the clocks have skipped it',
      '30 2 * * *',
      'America/New_York',
      '2026-03-08T00:00:00Z',
      '2026-03-08T07:00:00.000Z',
    ],
    [
      'a 01:30 that comes twice comes the first time',
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T00:00:00Z',
      '2026-11-01T05:30:00.000Z',
    ],
    ['and not the second', '30 1 * * *', 'America/New_York', '2026-11-01T05:31:00Z', '2026-11-02T06:30:00.000Z'],
    [
      'every hour comes, the repeated one too',
      '0 * * * *',
      'Europe/Paris',
      '2026-10-25T00:00:00Z',
      '2026-10-25T01:00:00.000Z',
    ],
    ['hours in a range come once', '0 1-3 * * *', 'Europe/Paris', '2026-10-25T00:00:00Z', '2026-10-25T02:00:00.000Z'],
  ])('%s', (_, cron, timezone, from, due) => {
    expect(new Date(dueAfter(Date.parse(from), targetOf({ cron, timezone }))).toISOString()).toBe(due);
  });

  it('counts a report as the time that it is early for', () => {
    const target = targetOf({ cron: '51 22 * * *', early: '5m' });
    const iso = (text: string) => new Date(slotOf(Date.parse(text), target) ?? 0).toISOString();

    expect(iso('2026-05-16T22:46:00Z')).toBe('2026-05-16T22:51:00.000Z');
    expect(iso('2026-05-16T22:45:59Z')).toBe('2026-05-15T22:51:00.000Z');
    expect(iso('2026-05-16T22:51:00Z')).toBe('2026-05-16T22:51:00.000Z');
  });
});
