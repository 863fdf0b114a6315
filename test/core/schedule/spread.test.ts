import { expect, it } from 'vitest';
import { offsetOf, slotOf } from '#core/schedule/spread.ts';

const names = Array.from({ length: 1_000 }, (_, index) => `api-${index}`);

it.each([
  ['10 s', 10_000],
  ['1 min', 60_000],
  ['1 h', 3_600_000],
])('spreads the checks of an interval of %s over all of it', (_, everyMs) => {
  const quarters = Map.groupBy(names, (name) => Math.floor((offsetOf(name, everyMs) * 4) / everyMs));
  expect([...quarters.keys()].toSorted()).toEqual([0, 1, 2, 3]);
  for (const some of quarters.values()) expect(some.length).toBeGreaterThan(150);
});

it('lets no moment of a short interval have many', () => {
  const moments = Map.groupBy(names, (name) => offsetOf(name, 10_000));
  expect(Math.max(...[...moments.values()].map(({ length }) => length))).toBeLessThan(50);
});

it('gives a name the same moment always, at the slots of the interval', () => {
  expect(offsetOf('shop', 60_000)).toBe(offsetOf('shop', 60_000));
  expect(names.every((name) => offsetOf(name, 10_000) % slotOf(10_000) === 0)).toBe(true);
  expect(names.every((name) => offsetOf(name, 1_000) < 1_000)).toBe(true);
});
