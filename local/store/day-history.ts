import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { addCounts, type Counts } from '#core/history/bucket.ts';
import { type Day, dayOf } from '#core/history/days.ts';
import { lastDays } from '#core/history/local-days.ts';
import { SHOWN_DAYS } from '#core/history/spans.ts';
import { BUCKETS_BETWEEN, partsOf } from './buckets-between.ts';
import { transaction } from './open-database.ts';
import { guarded } from './store-fault.ts';

/**
 * Days of all checks. In a zone that was asked for once they are rows of their own, which each verdict is added to: a
 * thousand checks have two million buckets of an hour in 90 days, and nobody waits for those.
 */
export type DayHistory = {
  /**
   * The last 90 days of each check by its name, oldest first, today last, by the clocks of a zone (null for UTC); checks of
   * which nothing is known are not there. `now`: milliseconds.
   */
  days(now: number, timezone: string | null): Promise<ReadonlyMap<string, readonly Day[]>>;
};

const DAY_MS = 24 * 3_600_000;
/** Clocks may be put back, and those of checkers go ahead: a little more than is shown. */
const MARGIN_DAYS = 2;

export function dayHistory(database: DatabaseSync, file: string): DayHistory {
  const [zone, learn, names, select, put] = guarded(file, () => [
    database.prepare('SELECT 1 FROM zones WHERE zone = ?'),
    database.prepare('INSERT INTO zones (zone) VALUES (?)'),
    database.prepare('SELECT id, name FROM checks'),
    database.prepare(
      'SELECT check_id, date, ok, ng, degraded, excused FROM days WHERE zone = ? AND date >= ? AND date <= ?',
    ),
    database.prepare(
      `INSERT INTO days (zone, date, check_id, ok, ng, degraded, excused)
       SELECT :zone, :date, check_id, sum(ok), sum(ng), sum(degraded), sum(excused) FROM (${BUCKETS_BETWEEN})
       GROUP BY check_id`,
    ),
  ]);
  select.setReturnArrays(true);
  const isKnown = (timezone: string) => zone.get(timezone) !== undefined;
  const fill = (timezone: string, now: number) => {
    // Another process may have been first.
    if (isKnown(timezone)) return;
    learn.run(timezone);
    for (const day of lastDays(now + MARGIN_DAYS * DAY_MS, timezone, SHOWN_DAYS + 2 * MARGIN_DAYS))
      put.run({ zone: timezone, date: day.date, ...partsOf(day, now) });
  };
  return {
    days: async (now, timezone) =>
      guarded(file, () => {
        const clocks = timezone ?? 'UTC';
        if (!isKnown(clocks)) transaction(database, () => fill(clocks, now));
        const dates = lastDays(now, clocks).map(({ date }) => date);
        const rows = select.all(clocks, dates.at(0) ?? '', dates.at(-1) ?? '') as unknown as readonly Row[];
        return byName(rows, dates, new Map(names.all().map(({ id, name }) => [Number(id), String(name)])));
      }),
  };
}

type Row = readonly SQLOutputValue[];

function byName(
  rows: readonly Row[],
  dates: readonly string[],
  names: ReadonlyMap<number, string>,
): ReadonlyMap<string, readonly Day[]> {
  const places = new Map(dates.map((date, place) => [date, place]));
  const empty = dates.map((date) => dayOf(date, addCounts([])));
  const found = new Map<string, Day[]>();
  for (const [id, date, ok, ng, degraded, excused] of rows) {
    const name = names.get(Number(id)) ?? '';
    const days = found.get(name) ?? [...empty];
    found.set(name, days);
    const counts: Counts = { ok: Number(ok), ng: Number(ng), degraded: Number(degraded), excused: Number(excused) };
    days[places.get(String(date)) ?? -1] = dayOf(String(date), counts);
  }
  return found;
}
