import { SHOWN_DAYS } from './spans.ts';

/** A day as clocks of a time zone have it: from an instant up to, but not with, another, milliseconds. As 2026-11-26. */
export type LocalDay = { readonly date: string; readonly from: number; readonly until: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of all clocks those of Kiritimati are furthest from UTC, 14 hours. */
const FURTHEST_MS = 15 * HOUR_MS;
/** Clocks of all zones differ by whole quarters of an hour. */
const STEP_MS = 15 * 60_000;

/**
 * The last days up to the one that an instant is in, oldest first, which ends when it ends. Days on which clocks are
 * changed have 23 or 25 hours. `now`: milliseconds. `timezone`: null for UTC.
 */
export function lastDays(now: number, timezone: string | null, count = SHOWN_DAYS): readonly LocalDay[] {
  const clock = clockOf(timezone);
  const today = beginOfDate(clock(now));
  return daysFrom(today - (count - 1) * DAY_MS, count, clock);
}

/** The days of a month, which is written as 2026-11. */
export function daysOfMonth(month: string, timezone: string | null): readonly LocalDay[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return daysFrom(first, Math.round((next.getTime() - first) / DAY_MS), clockOf(timezone));
}

/** The month that an instant is in, as 2026-11. */
export function monthOf(now: number, timezone: string | null): string {
  return datesIn(timezone)(now).slice(0, 7);
}

/** The month before one, both as 2026-11. */
export function monthBefore(month: string): string {
  return dateOf(Date.parse(`${month}-01T00:00:00Z`) - DAY_MS).slice(0, 7);
}

/** Says of an instant which day it is in, as 2026-11-26. */
export function datesIn(timezone: string | null): (instant: number) => string {
  const clock = clockOf(timezone);
  return (instant) => dateOf(clock(instant));
}

/** What the clocks of a zone show at an instant, as the instant at which those of UTC do. */
type Clock = (instant: number) => number;

function clockOf(timezone: string | null): Clock {
  if (timezone === null || timezone === 'UTC') return (instant) => instant;
  // The Swedish way to write a time is nearly ISO's.
  const format = new Intl.DateTimeFormat('sv', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

function daysFrom(first: number, count: number, clock: Clock): readonly LocalDay[] {
  const midnights = Array.from({ length: count + 1 }, (_, index) => first + index * DAY_MS);
  const begins = midnights.map((midnight) => firstInstantOf(midnight, clock));
  return midnights.slice(0, count).map((midnight, index) => {
    const [from = 0, until = 0] = begins.slice(index, index + 2);
    return { date: dateOf(midnight), from, until };
  });
}

/** Where clocks are put forward over midnight, the day begins with what they show then; put back over it, with the first. */
function firstInstantOf(midnight: number, clock: Clock): number {
  let [before, after] = [midnight - FURTHEST_MS, midnight + FURTHEST_MS];
  while (after - before > STEP_MS) {
    const middle = before + Math.ceil((after - before) / 2 / STEP_MS) * STEP_MS;
    if (clock(middle) >= midnight) after = middle;
    else before = middle;
  }
  return after;
}

const beginOfDate = (shown: number): number => Math.floor(shown / DAY_MS) * DAY_MS;
const dateOf = (shown: number): string => new Date(shown).toISOString().slice(0, 10);
