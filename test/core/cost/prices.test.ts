import { describe, expect, it } from 'vitest';
import { KNOWN_REGIONS, pricesIn, tiered } from '#core/cost/price-list.ts';
import { PRICE_LISTS } from '#core/cost/prices.ts';

describe('a price', () => {
  const read = Object.entries(PRICE_LISTS).flatMap(([region, list]) =>
    Object.entries(list).map(([name, [price, source]]) => ({ region, name, price, source })),
  );

  it.each(read)('of $region says where and when it was read: $name', ({ price, source }) => {
    expect(source).toMatch(/^(?:A\w+|awskms|bill|https:\/\/aws\.amazon\.com\/\S+\/) 20\d\d-[01]\d-[0-3]\d$/);
    const amounts = typeof price === 'number' ? [price] : price.map((tier) => tier.price);
    for (const amount of amounts) expect(amount).toBeGreaterThan(0);
  });

  it.each(KNOWN_REGIONS)('of %s is near that of us-east-1, or a digit is wrong', (region) => {
    const [own, base] = [pricesIn(region).prices, pricesIn('us-east-1').prices];
    for (const name of Object.keys(base) as (keyof typeof base)[]) {
      const [mine, theirs] = [own[name], base[name]].map((price) =>
        typeof price === 'number' ? price : price[0]?.price,
      );
      expect((mine ?? 0) / (theirs ?? 1)).toBeGreaterThan(0.5);
      expect((mine ?? 0) / (theirs ?? 1)).toBeLessThan(2);
    }
  });

  it('falls with the amount where there are tiers', () => {
    const tiers = [
      { upTo: 10, price: 3 },
      { upTo: Number.POSITIVE_INFINITY, price: 1 },
    ];
    expect([0, 4, 10, 12].map((amount) => tiered(tiers, amount))).toEqual([0, 12, 30, 32]);
  });
});
