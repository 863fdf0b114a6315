import { describe, expect, it } from 'vitest';
import { type Due, firstDue, type Moment, nextDue, steppedDue, waitOf } from '#core/schedule/due.ts';
import { offsetOf } from '#core/schedule/spread.ts';

const HOUR = 3_600_000;
const MINUTE = { everyMs: 60_000 };
const at = (instant: string, steady = 0): Moment => ({ wall: Date.parse(instant), steady });
const wallOf = (due: Due, now: Moment) => new Date(now.wall + waitOf(due, now)).toISOString();
const cron = (text: string, timezone = 'UTC') => ({ cron: text, timezone });

describe('an interval', () => {
  const now = at('2026-01-31T09:05:00Z', 1_000_000);
  const regular = (everyMs: number) => (due: Due) => (now.wall + waitOf(due, now)) % everyMs;

  it('runs at the moments of its name, whenever watch begins', () => {
    const recently = now.wall - 10_000;
    for (const later of [0, 7_000, 31_500]) {
      const moment = { wall: now.wall + later, steady: now.steady + later };
      const due = firstDue('shop', MINUTE, recently, moment);
      expect((moment.wall + waitOf(due, moment)) % 60_000).toBe(offsetOf('shop', 60_000));
    }
  });

  it.each([
    ['never', null],
    ['an hour ago', now.wall - HOUR],
    ['in the future, before its clock was set back', now.wall + HOUR],
  ])('that ran %s runs within ten seconds, and at its moments after that', (_, last) => {
    const first = firstDue('shop', { everyMs: HOUR }, last, now);
    expect(waitOf(first, now)).toBeLessThanOrEqual(10_000);
    const then = { wall: now.wall + waitOf(first, now), steady: now.steady + waitOf(first, now) };
    const second = nextDue({ everyMs: HOUR }, first, then);
    expect(regular(HOUR)(second)).toBe(offsetOf('shop', HOUR));
    expect(waitOf(second, then)).toBeGreaterThanOrEqual(HOUR / 2);
  });

  it('does not drift: what is late by a little is followed by its own moment', () => {
    let due = firstDue('shop', MINUTE, now.wall, now);
    const begin = waitOf(due, now);
    let moment = now;
    for (let runs = 1; runs <= 10_000; runs += 1) {
      const wait = waitOf(due, moment) + 37;
      moment = { wall: moment.wall + wait, steady: moment.steady + wait };
      due = nextDue(MINUTE, due, moment);
      expect(moment.steady + waitOf(due, moment)).toBe(now.steady + begin + runs * 60_000);
    }
  });

  it('runs once for all runs that were missed', () => {
    const due = firstDue('shop', MINUTE, now.wall, now);
    const late = { wall: now.wall + 10 * 60_000, steady: now.steady + 10 * 60_000 };
    const next = nextDue(MINUTE, due, late);
    expect(waitOf(next, late)).toBeGreaterThan(0);
    expect(waitOf(next, late)).toBeLessThanOrEqual(60_000);
  });

  it('runs soon after a machine slept for longer than it', () => {
    const due = { steady: now.steady + 50 * 60_000, anchor: now.steady };
    const awake = { wall: now.wall + 8 * HOUR, steady: now.steady + 10 };
    const step = { stepMs: 8 * HOUR, last: now.wall };
    expect(waitOf(steppedDue('shop', { everyMs: HOUR }, due, step, awake), awake)).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['back by a day', -24 * HOUR],
    ['forward by less than the interval', 30_000],
  ])('keeps its moment when the clock is set %s', (_, stepMs) => {
    const due = { steady: now.steady + 50_000, anchor: now.steady };
    const moment = { wall: now.wall + stepMs, steady: now.steady };
    expect(steppedDue('shop', MINUTE, due, { stepMs, last: now.wall - 10_000 }, moment)).toEqual(due);
  });
});

describe('a cron', () => {
  it.each([
    ['in its time zone', '0 9 * * *', 'Asia/Tokyo', '2026-01-31T12:00:00Z', '2026-02-01T00:00:00.000Z'],
    [
      'once where an hour comes twice',
      '30 2 * * *',
      'Europe/Paris',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00.000Z',
    ],
    [
      'after the gap where an hour is left out',
      '30 2 * * *',
      'Europe/Paris',
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
  ])('runs %s', (_, text, timezone, begin, expected) => {
    const now = at(begin);
    expect(wallOf(firstDue('shop', cron(text, timezone), null, now), now)).toBe(expected);
  });

  it('runs once for the times that were missed, and then at its next', () => {
    const due = firstDue('shop', cron('*/5 * * * *'), null, at('2026-01-31T09:01:00Z'));
    const awake = at('2026-01-31T12:01:00Z');
    const stepped = steppedDue('shop', cron('*/5 * * * *'), due, { stepMs: 3 * HOUR, last: null }, awake);
    expect(waitOf(stepped, awake)).toBeLessThan(0);
    expect(wallOf(nextDue(cron('*/5 * * * *'), stepped, awake), awake)).toBe('2026-01-31T12:05:00.000Z');
  });

  it('does not run again what ran before the clock was set back by an hour', () => {
    const ran = at('2026-01-31T09:00:00Z');
    const due = nextDue(cron('0 * * * *'), { wall: ran.wall }, ran);
    const back = at('2026-01-31T08:30:00Z');
    const step = { stepMs: -0.5 * HOUR, last: ran.wall };
    expect(wallOf(steppedDue('shop', cron('0 * * * *'), due, step, back), back)).toBe('2026-01-31T10:00:00.000Z');
  });

  it('goes by a clock that is set back by a day', () => {
    const ran = at('2026-02-01T09:00:00Z');
    const due = nextDue(cron('0 * * * *'), { wall: ran.wall }, ran);
    const back = at('2026-01-31T09:00:00Z');
    const step = { stepMs: -24 * HOUR, last: ran.wall };
    expect(wallOf(steppedDue('shop', cron('0 * * * *'), due, step, back), back)).toBe('2026-01-31T10:00:00.000Z');
  });
});
