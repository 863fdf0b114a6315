import { type Item, itemsOf } from './items.ts';
import { chargesBy } from './lines.ts';
import { KNOWN_REGIONS, pricesIn, type RegionalPrices } from './price-list.ts';
import { usageOf } from './usage.ts';
import type { Workload } from './workload.ts';

/** An item of the bill, of all Regions. */
export type Line = Omit<Item, 'prices'>;

/** Whose prices these are. */
export type PricesUsed = {
  readonly region: string;
  /** False when nothing is known of the Region, so that all are us-east-1's. */
  readonly known: boolean;
  /** First and last day on which they were read. */
  readonly read: RegionalPrices['read'];
  /** Items of the bill that us-east-1's prices stand in for. */
  readonly borrowed: readonly string[];
};

/** Items of a bill, dollars a month, the largest first, and their total. */
export type Estimate = {
  /** Dollars a month. */
  readonly total: number;
  /** Largest first. */
  readonly lines: readonly Line[];
  readonly prices: readonly PricesUsed[];
  /** What costs money besides and is not counted. */
  readonly leftOut: readonly string[];
};

/** Dollars a month for stacks of a list; the free tier is left out, so a small bill is lower still. */
export function estimate(loads: readonly Workload[]): Estimate {
  const regions = loads.map(({ region }) => pricesIn(region));
  const bills = loads.map((load) => itemsOf(usageOf(load), load, chargesBy(pricesIn(load.region).prices)));
  const lines = linesOf(bills, regions).toSorted((a, b) => b.dollars - a.dollars);
  return {
    total: lines.reduce((sum, { dollars }) => sum + dollars, 0),
    lines,
    prices: regions.map((region, i) => pricesUsed(region, bills[i] ?? [])),
    leftOut: [...new Set(loads.flatMap(({ leftOut }) => leftOut))],
  };
}

/** The same item of every Region as one line. */
function linesOf(bills: readonly (readonly Item[])[], regions: readonly RegionalPrices[]): Line[] {
  const [first = []] = bills;
  return first.map(({ item, lower }, i) => {
    const each = bills.flatMap((items) => items[i] ?? []);
    return { item, dollars: each.reduce((sum, { dollars }) => sum + dollars, 0), basis: basisOf(each, regions), lower };
  });
}

function basisOf(items: readonly Item[], regions: readonly RegionalPrices[]): string {
  const bases = items.map(({ basis }) => basis);
  const [first = '', ...others] = bases;
  if (others.length === 0) return first;
  if (others.every((basis) => basis === first)) return `${first}, in each of ${bases.length} Regions`;
  return bases.map((basis, i) => `${basis} in ${regions[i]?.region}`).join(', ');
}

function pricesUsed({ region, read, own }: RegionalPrices, items: readonly Item[]): PricesUsed {
  const isBorrowed = ({ dollars, prices }: Item) => dollars > 0 && prices.some((name) => !own.has(name));
  return {
    region,
    known: KNOWN_REGIONS.includes(region),
    read,
    borrowed: items.filter(isBorrowed).map(({ item }) => item),
  };
}
