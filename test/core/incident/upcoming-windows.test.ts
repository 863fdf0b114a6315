import { expect, it } from 'vitest';
import { upcomingWindows } from '#core/incident/upcoming-windows.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const DAY_MS = 86_400_000;
const ahead = (windows: Parameters<typeof upcomingWindows>[0], days = 30) =>
  upcomingWindows(windows, NOW, NOW + days * DAY_MS).map(({ name, from, until }) => `${name} ${from} ${until}`);

it('has windows that are not open yet, soonest first, up to a day', () => {
  const once = (name: string, from: string, to: string) => ({ name, checks: null, from, to });
  const windows = [
    once('far', '2027-02-01T00:00:00Z', '2027-02-01T01:00:00Z'),
    once('second', '2026-12-02T00:00:00Z', '2026-12-02T01:00:00Z'),
    once('open', '2026-11-26T09:00:00Z', '2026-11-26T11:00:00Z'),
    once('first', '2026-12-01T00:00:00Z', '2026-12-01T01:00:00Z'),
  ];
  expect(ahead(windows)).toEqual([
    'first 2026-12-01T00:00:00.000Z 2026-12-01T01:00:00.000Z',
    'second 2026-12-02T00:00:00.000Z 2026-12-02T01:00:00.000Z',
  ]);
});

it('has the next times of one that comes again, by the clocks of its zone', () => {
  const weekly = { name: 'w', checks: ['a'], cron: '0 2 * * SUN', timezone: 'Europe/Paris', durationMs: 3_600_000 };
  expect(ahead([weekly], 10)).toEqual([
    'w 2026-11-29T01:00:00.000Z 2026-11-29T02:00:00.000Z',
    'w 2026-12-06T01:00:00.000Z 2026-12-06T02:00:00.000Z',
  ]);
  expect(ahead([weekly], 365)).toHaveLength(5);
});
