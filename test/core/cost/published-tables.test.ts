import { describe, expect, it } from 'vitest';
import { chargesBy } from '#core/cost/lines.ts';
import { pricesIn } from '#core/cost/price-list.ts';

const price = chargesBy(pricesIn('us-east-1').prices);

/** One run a minute for a month of 730 hours. */
const RUNS = 43_800;
const COUNTS = [10, 40, 400, 4_000];

/** Published figures are rounded to two or three digits: within 2 %, or half a unit of their last digit. */
const close = (real: number, published: number): boolean => {
  const digits = String(published).split('.')[1]?.length ?? 0;
  return Math.abs(real - published) <= Math.max(published * 0.02, 0.5 * 10 ** -digits + 1e-9);
};

const batchOf = (checks: number, size: number): number => Math.ceil(checks / size);

/** The study of what each shape costs, dollars a month for 10, 40, 400 and 4,000 checks. */
const TABLE: readonly {
  readonly line: string;
  readonly dollars: (n: number) => number;
  readonly published: number[];
}[] = [
  {
    line: 'standard, inline map',
    dollars: (n) => price.standardWorkflow(RUNS, 3 + 4 * n),
    published: [47.1, 178.5, 1_755, 17_523],
  },
  {
    line: 'express, inline map',
    dollars: (n) => price.expressWorkflow(RUNS, Math.ceil(n / 40) * 0.5 + 0.2),
    published: [0.08, 0.08, 0.28, 2.33],
  },
  {
    line: 'standard shell around express',
    dollars: (n) => price.standardWorkflow(RUNS, 3) + price.expressWorkflow(RUNS, Math.ceil(n / 40) * 0.5 + 0.2),
    published: [3.36, 3.36, 3.57, 5.62],
  },
  {
    line: 'express, a schedule for each 40 checks',
    dollars: (n) => price.expressWorkflow(RUNS * batchOf(n, 40), 0.7),
    published: [0.08, 0.08, 0.76, 7.57],
  },
  {
    line: 'distributed map, an express child a check',
    dollars: (n) => price.standardWorkflow(RUNS, 3 + n) + price.expressWorkflow(RUNS * n, 0.5),
    published: [14.9, 49.7, 468, 4_634],
  },
  {
    line: 'distributed map, an express child for each 25 checks',
    dollars: (n) =>
      price.standardWorkflow(RUNS, 3 + batchOf(n, 25)) + price.expressWorkflow(RUNS * batchOf(n, 25), 0.7),
    published: [4.46, 5.63, 22.0, 191],
  },
  { line: 'Lambda 128 MB', dollars: (n) => price.lambda(RUNS * n, 128, 0.3), published: [0.31, 1.23, 12.3, 123] },
  { line: 'Lambda 256 MB', dollars: (n) => price.lambda(RUNS * n, 256, 0.3), published: [0.53, 2.1, 21.0, 210] },
  { line: 'Lambda 512 MB', dollars: (n) => price.lambda(RUNS * n, 512, 0.3), published: [0.96, 3.85, 38.5, 385] },
  {
    line: 'PutMetricData for each check',
    dollars: (n) => price.putMetricData(RUNS * n),
    published: [4.38, 17.5, 175, 1_752],
  },
  {
    line: 'PutMetricData, 500 checks a request',
    dollars: (n) => price.putMetricData(RUNS * batchOf(n, 500)),
    published: [0.44, 0.44, 0.44, 3.5],
  },
  { line: 'two custom metrics a check', dollars: (n) => price.customMetrics(2 * n), published: [6, 24, 240, 2_400] },
  { line: 'one custom metric a check', dollars: (n) => price.customMetrics(n), published: [3, 12, 120, 1_200] },
  { line: 'an alarm a check', dollars: (n) => price.alarms(n), published: [1, 4, 40, 400] },
  {
    line: 'a store write a check and run',
    dollars: (n) => price.store(0, RUNS * n),
    published: [0.27, 1.1, 11.0, 110],
  },
  {
    line: 'workflow logs, 16 events of 500 bytes a check',
    dollars: (n) => price.logs(RUNS * n * 16 * 500),
    published: [1.75, 7.0, 70, 701],
  },
  { line: 'logs, 650 bytes a call', dollars: (n) => price.logs(RUNS * n * 650), published: [0.14, 0.57, 5.7, 57] },
  {
    line: 'all lean: express shards of 40, two metrics and an alarm a check',
    dollars: (n) => {
      const shards = batchOf(n, 40);
      return (
        price.expressWorkflow(RUNS * shards, 0.7) +
        price.lambda(RUNS * n, 256, 0.3) +
        price.putMetricData(RUNS * batchOf(n, 500)) +
        price.customMetrics(2 * n) +
        price.alarms(n) +
        price.store(RUNS * shards, 0) +
        price.logs(RUNS * n * 350)
      );
    },
    published: [8.1, 31, 305, 3_053],
  },
];

describe('prices', () => {
  it.each(TABLE)('give the published figures: $line', ({ dollars, published }) => {
    const real = COUNTS.map(dollars);
    expect(real.filter((value, i) => !close(value, published[i] ?? Number.NaN))).toEqual([]);
  });
});
