import { expect, test } from 'vitest';
import { daysOfMonth, lastDays, monthOf } from '#core/history/local-days.ts';

const HOUR_MS = 3_600_000;

test.each([
  ['Europe/Berlin', '2026-10', '2026-10-25', 25],
  ['Europe/Berlin', '2026-03', '2026-03-29', 23],
  ['Australia/Lord_Howe', '2026-04', '2026-04-05', 24.5],
  // Clocks go from 24:00 to 1:00, and from 1:00 back to 0:00.
  ['Africa/Cairo', '2026-04', '2026-04-24', 23],
  ['America/Havana', '2026-11', '2026-11-01', 25],
  ['Asia/Beirut', '2026-03', '2026-03-29', 23],
])('in %s in %s the day %s has %f hours', (timezone, month, date, hours) => {
  const days = daysOfMonth(month, timezone);
  const odd = days.filter(({ from, until }) => until - from !== 24 * HOUR_MS || hours === 24);
  expect(odd.map((day) => [day.date, (day.until - day.from) / HOUR_MS])).toEqual([[date, hours]]);
  for (const [index, day] of days.entries()) expect(day.from).toBe(days[index - 1]?.until ?? day.from);
});

test('the last days end with the one that it is in the zone', () => {
  const now = Date.parse('2026-11-26T16:00:00Z');
  const days = lastDays(now, 'Asia/Tokyo');
  expect(days).toHaveLength(90);
  expect(days[0]?.date).toBe('2026-08-30');
  expect(days.at(-1)).toEqual({
    date: '2026-11-27',
    from: Date.parse('2026-11-26T15:00:00Z'),
    until: Date.parse('2026-11-27T15:00:00Z'),
  });
  expect(lastDays(now, null).at(-1)?.date).toBe('2026-11-26');
});

test.each([
  ['2026-02', 28],
  ['2028-02', 29],
  ['2026-12', 31],
])('%s has %i days', (month, count) => {
  const days = daysOfMonth(month, 'America/Sao_Paulo');
  expect(days.map(({ date }) => date)).toEqual(
    Array.from({ length: count }, (_, index) => `${month}-${`${index + 1}`.padStart(2, '0')}`),
  );
});

test('a month begins in the zone', () => {
  expect(monthOf(Date.parse('2026-11-30T15:30:00Z'), 'Asia/Tokyo')).toBe('2026-12');
  expect(monthOf(Date.parse('2026-11-30T15:30:00Z'), null)).toBe('2026-11');
});
