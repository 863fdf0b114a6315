import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { openWindows } from '#core/incident/open-windows.ts';

function windowsOf(text: string) {
  const { list, faults } = parseChecks(`maintenance: [${text}]\nchecks: [{ name: a, tcp: { host: h, port: 1 } }]`);
  if (list === null) throw new Error(JSON.stringify(faults));
  return list.maintenance ?? [];
}

const isOpen = (window: string, at: string) => openWindows(windowsOf(window), Date.parse(at)).length === 1;

type Row = {
  readonly why: string;
  readonly window: string;
  /** The first instant at which it is open, and the first at which it is so no more. */
  readonly opens: string;
  readonly closes: string;
};

const rows: readonly Row[] = [
  {
    why: 'a winter night in Berlin',
    window: '{ cron: 30 2 * * *, duration: 2h, timezone: Europe/Berlin }',
    opens: '2026-01-10T01:30:00Z',
    closes: '2026-01-10T03:30:00Z',
  },
  {
    why: 'a summer night in Berlin',
    window: '{ cron: 30 2 * * *, duration: 2h, timezone: Europe/Berlin }',
    opens: '2026-07-10T00:30:00Z',
    closes: '2026-07-10T02:30:00Z',
  },
  {
    why: 'it begins in the hour that Berlin skips: when the clocks have skipped it',
    window: '{ cron: 30 2 * * *, duration: 2h, timezone: Europe/Berlin }',
    opens: '2026-03-29T01:00:00Z',
    closes: '2026-03-29T03:00:00Z',
  },
  {
    why: 'it begins in the hour that comes twice in Berlin: the first time, and lasts its duration',
    window: '{ cron: 30 2 * * *, duration: 2h, timezone: Europe/Berlin }',
    opens: '2026-10-25T00:30:00Z',
    closes: '2026-10-25T02:30:00Z',
  },
  {
    why: 'it spans the change to summer in Berlin: six hours, to 05:00 on the clocks',
    window: '{ cron: 0 22 * * *, duration: 6h, timezone: Europe/Berlin }',
    opens: '2026-03-28T21:00:00Z',
    closes: '2026-03-29T03:00:00Z',
  },
  {
    why: 'it spans the change to winter in Berlin: six hours, to 03:00 on the clocks',
    window: '{ cron: 0 22 * * *, duration: 6h, timezone: Europe/Berlin }',
    opens: '2026-10-24T20:00:00Z',
    closes: '2026-10-25T02:00:00Z',
  },
  {
    why: 'the hour that New York skips',
    window: '{ cron: 30 2 * * SUN, duration: 1h, timezone: America/New_York }',
    opens: '2026-03-08T07:00:00Z',
    closes: '2026-03-08T08:00:00Z',
  },
  {
    why: 'the hour that comes twice in New York',
    window: '{ cron: 30 1 * * SUN, duration: 1h, timezone: America/New_York }',
    opens: '2026-11-01T05:30:00Z',
    closes: '2026-11-01T06:30:00Z',
  },
  {
    why: 'the half hour that Lord Howe Island skips',
    window: '{ cron: 15 2 * * *, duration: 1h, timezone: Australia/Lord_Howe }',
    opens: '2026-10-03T15:30:00Z',
    closes: '2026-10-03T16:30:00Z',
  },
  {
    why: 'the half hour that comes twice on Lord Howe Island',
    window: '{ cron: 45 1 * * *, duration: 1h, timezone: Australia/Lord_Howe }',
    opens: '2026-04-04T14:45:00Z',
    closes: '2026-04-04T15:45:00Z',
  },
  {
    why: 'Tokyo, which never changes its clocks',
    window: '{ cron: 30 2 * * SUN, duration: 90m, timezone: Asia/Tokyo }',
    opens: '2026-03-28T17:30:00Z',
    closes: '2026-03-28T19:00:00Z',
  },
  {
    why: 'from and to on the clocks of Berlin, over the change to summer',
    window: '{ from: 2026-03-29T01:30, to: 2026-03-29T03:30, timezone: Europe/Berlin }',
    opens: '2026-03-29T00:30:00Z',
    closes: '2026-03-29T01:30:00Z',
  },
  {
    why: 'from and to on the clocks of New York, over the change to winter',
    window: '{ from: 2026-11-01T00:30, to: 2026-11-01T02:30, timezone: America/New_York }',
    opens: '2026-11-01T04:30:00Z',
    closes: '2026-11-01T07:30:00Z',
  },
  {
    why: 'from and to on the clocks of Lord Howe Island, over the change to summer',
    window: '{ from: 2026-10-04T01:30, to: 2026-10-04T02:30, timezone: Australia/Lord_Howe }',
    opens: '2026-10-03T15:00:00Z',
    closes: '2026-10-03T15:30:00Z',
  },
  {
    why: 'from and to in Tokyo, with seconds',
    window: '{ from: 2026-12-31T23:59:30, to: 2027-01-01T00:00:30, timezone: Asia/Tokyo }',
    opens: '2026-12-31T14:59:30Z',
    closes: '2026-12-31T15:00:30Z',
  },
  {
    why: 'the second time that an hour comes, by its offset',
    window: '{ from: 2026-10-25T02:30+01:00, to: 2026-10-25T04:00, timezone: Europe/Berlin }',
    opens: '2026-10-25T01:30:00Z',
    closes: '2026-10-25T03:00:00Z',
  },
  {
    why: 'UTC where nothing is said',
    window: '{ cron: 0 2 * * MON-FRI, duration: 1m }',
    opens: '2026-11-24T02:00:00Z',
    closes: '2026-11-24T02:01:00Z',
  },
  {
    why: 'the last day of February in a leap year',
    window: '{ cron: 0 0 29 2 *, duration: 24h }',
    opens: '2028-02-29T00:00:00Z',
    closes: '2028-03-01T00:00:00Z',
  },
];

describe('a maintenance window', () => {
  it.each(rows)('$why', ({ window, opens, closes }) => {
    const justBefore = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
    const asked = [justBefore(opens), opens, justBefore(closes), closes];
    expect(asked.map((at) => isOpen(window, at))).toEqual([false, true, true, false]);
    expect(Date.parse(openWindows(windowsOf(window), Date.parse(opens))[0]?.until ?? '')).toBe(Date.parse(closes));
  });

  it('is open as long as its duration, whatever the clocks do', () => {
    const window = '{ cron: 30 2 * * *, duration: 2h, timezone: Europe/Berlin }';
    for (const day of ['2026-03-29', '2026-10-25', '2026-06-01']) {
      const minutes = Array.from({ length: 24 * 60 }, (_, at) => Date.parse(`${day}T00:00:00Z`) + at * 60_000);
      const windows = windowsOf(window);
      expect(minutes.filter((at) => openWindows(windows, at).length > 0)).toHaveLength(120);
    }
  });

  it('is in the zone of defaults where it names none', () => {
    const { list } = parseChecks(`
defaults: { timezone: Asia/Tokyo }
maintenance: [{ cron: 0 2 * * *, duration: 1h }, { from: 2026-01-01T00:00, to: 2026-01-01T01:00 }]
checks: [{ name: a, tcp: { host: h, port: 1 } }]
`);
    expect(list?.maintenance).toEqual([
      { name: '0 2 * * *', checks: null, cron: '0 2 * * *', timezone: 'Asia/Tokyo', durationMs: 3_600_000 },
      {
        name: '2026-01-01T00:00 to 2026-01-01T01:00',
        checks: null,
        from: '2025-12-31T15:00:00.000Z',
        to: '2025-12-31T16:00:00.000Z',
      },
    ]);
  });

  it('is about the checks with any of its tags, of its names, or with both', () => {
    const { list } = parseChecks(`
defaults: { tags: [all] }
maintenance:
  - { cron: 0 2 * * *, duration: 1h, tags: [shop, db] }
  - { cron: 0 2 * * *, duration: 1h, names: [b, c] }
  - { cron: 0 2 * * *, duration: 1h, names: [a, b], tags: [shop] }
  - { cron: 0 2 * * *, duration: 1h, tags: [all] }
checks:
  - { name: a, tags: [shop], tcp: { host: h, port: 1 } }
  - { name: b, tags: [db], tcp: { host: h, port: 1 } }
  - { name: c, tcp: { host: h, port: 1 } }
`);
    expect(list?.maintenance?.map(({ checks }) => checks)).toEqual([['a', 'b'], ['b', 'c'], ['a'], ['a', 'b', 'c']]);
  });
});
