import { addCounts, type Bucket, type Counts } from './bucket.ts';
import { type Day, dayOf, daysOf } from './days.ts';
import type { Buckets } from './fold.ts';
import type { LocalDay } from './local-days.ts';

/**
 * The days of checks as they are kept: `dates` ascending, and of each check four figures a date, one after the other: ok, ng,
 * degraded, excused. Pairs and no object, because a check may be called `__proto__`.
 */
export type Bars = {
  readonly dates: readonly string[];
  readonly checks: readonly (readonly [name: string, figures: readonly number[]])[];
};

/** No day yet. */
export const NO_BARS: Bars = { dates: [], checks: [] };

const FIGURES = ['ok', 'ng', 'degraded', 'excused'] as const satisfies readonly (keyof Counts)[];

/** The days of every check by its name, as the page shows them; `more` counts beside what is kept. */
export function daysIn(
  bars: Bars,
  names: readonly string[],
  more: Buckets,
  days: readonly LocalDay[],
): ReadonlyMap<string, readonly Day[]> {
  const kept = new Map(bars.checks);
  const places = placesOf(bars, days);
  return new Map(
    names.map((name) => {
      const figures = kept.get(name) ?? [];
      const added = daysWith(more.get(name) ?? [], days);
      return [name, days.map(({ date }, index) => dayOf(date, sum(figures, places[index] ?? -1, added.get(date))))];
    }),
  );
}

/**
 * The bars with these buckets in, of these days alone: what is older is let go, and so are checks of which nothing is left.
 * Buckets that are added twice count twice.
 */
export function withBuckets(bars: Bars, buckets: Buckets, days: readonly LocalDay[]): Bars {
  const names = new Set([...bars.checks.map(([name]) => name), ...buckets.keys()]);
  const all = daysIn(bars, [...names], buckets, days);
  const checks = [...all].flatMap(([name, counted]) => {
    const figures = counted.flatMap((day) => FIGURES.map((figure) => day[figure]));
    return figures.some((figure) => figure > 0) ? [[name, figures] as const] : [];
  });
  return { dates: days.map(({ date }) => date), checks };
}

/** Where each day is in the bars. */
function placesOf({ dates }: Bars, days: readonly LocalDay[]): readonly number[] {
  const places = new Map(dates.map((date, index) => [date, index]));
  return days.map(({ date }) => places.get(date) ?? -1);
}

/** Of all the days only those in which a bucket begins: most have none. */
function daysWith(buckets: readonly Bucket[], days: readonly LocalDay[]): ReadonlyMap<string, Counts> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const within = days.filter(({ from, until }) => from <= last.at && until > first.at);
  return new Map(daysOf(buckets, within).map((day) => [day.date, day]));
}

function sum(figures: readonly number[], place: number, added: Counts | undefined): Counts {
  if (place === -1 || figures.length === 0) return added ?? NOTHING;
  const at = place * FIGURES.length;
  const [ok = 0, ng = 0, degraded = 0, excused = 0] = figures.slice(at, at + FIGURES.length);
  const kept = { ok, ng, degraded, excused };
  return added === undefined ? kept : addCounts([kept, added]);
}

const NOTHING: Counts = { ok: 0, ng: 0, degraded: 0, excused: 0 };
