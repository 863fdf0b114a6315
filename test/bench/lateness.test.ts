import { expect, it } from 'vitest';
import { lateness } from '../../bench/watch/lateness.ts';

it('counts from the earliest turn of each target, and knows which turns had no request', () => {
  const steady = [3, 10_003, 20_003, 30_003];
  const late = [500, 10_100, 20_900, 40_100];
  expect(lateness([steady], 10_000)).toEqual({ requests: 4, p99Ms: 0, missed: 0 });
  expect(lateness([late], 10_000)).toEqual({ requests: 4, p99Ms: 800, missed: 1 });
  expect(lateness([steady, late], 10_000)).toEqual({ requests: 8, p99Ms: 800, missed: 1 });
});

it('makes nothing of nothing', () => {
  expect(lateness([], 10_000)).toEqual({ requests: 0, p99Ms: 0, missed: 0 });
});
