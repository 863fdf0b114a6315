import { BASE_REGION, PRICE_LISTS, type PriceName, type Prices, type Tier } from './prices.ts';

/** The Regions that have prices of their own. */
export const KNOWN_REGIONS: readonly string[] = Object.keys(PRICE_LISTS);

/** The list prices that are known of a Region. */
export type RegionalPrices = {
  readonly region: string;
  readonly prices: Prices;
  /** Those that were read for the Region; the others are us-east-1's. */
  readonly own: ReadonlySet<PriceName>;
  /** First and last day on which any of these prices was read. */
  readonly read: { readonly from: string; readonly to: string };
};

/** What things cost in a Region: by its own prices as far as they are known, else by us-east-1's. */
export function pricesIn(region: string): RegionalPrices {
  const list = { ...PRICE_LISTS[BASE_REGION], ...PRICE_LISTS[region] };
  const days = Object.values(list).map(([, source]) => source.slice(-'2026-01-01'.length));
  return {
    region,
    prices: Object.fromEntries(Object.entries(list).map(([name, [price]]) => [name, price])) as Prices,
    own: new Set(Object.keys(PRICE_LISTS[region] ?? {}) as PriceName[]),
    read: { from: days.toSorted()[0] ?? '', to: days.toSorted().at(-1) ?? '' },
  };
}

/** What `amount` costs when the first units are dearer than the last. */
export function tiered(tiers: readonly Tier[], amount: number): number {
  let from = 0;
  let sum = 0;
  for (const { upTo, price } of tiers) {
    if (amount <= from) break;
    sum += (Math.min(amount, upTo) - from) * price;
    from = upTo;
  }
  return sum;
}
