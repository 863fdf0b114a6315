import { expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { estimate } from '#core/cost/estimate.ts';
import { usageOf } from '#core/cost/usage.ts';
import { workloadsOf } from '#core/cost/workload.ts';
import { KIND_NAMES } from '#kinds/settings.ts';

function loadsOf(count: number, deploy: object, shown = count, every = '1m') {
  const checks = Array.from({ length: count }, (_, index) => ({
    name: `c${index}`,
    tags: index < shown ? ['shop'] : ['own'],
    every,
    tcp: { host: 'h', port: 1 },
  }));
  const { list, faults } = parseChecks(JSON.stringify({ deploy, page: { public: { tags: ['shop'] } }, checks }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return workloadsOf(list, KIND_NAMES);
}

const billed = (count: number, deploy: object, shown?: number) => {
  const { lines, leftOut } = estimate(loadsOf(count, deploy, shown));
  return { dollars: lines.find(({ item }) => item === 'status page')?.dollars ?? -1, leftOut: leftOut.join() };
};

it('costs nothing where there is none', () => {
  expect(billed(40, {})).toEqual({ dollars: 0, leftOut: '' });
});

it('costs about a dollar with 40 checks a minute, and readers are said not to be counted', () => {
  const { dollars, leftOut } = billed(40, { page: true });
  expect(dollars).toBeGreaterThan(0.6);
  expect(dollars).toBeLessThan(1.3);
  expect(leftOut).toContain('readers of the status page');
});

it('writes each run once, of as many kilobytes as its verdicts take', () => {
  const [load] = loadsOf(100, { workflow: 'standard', page: true }, 100, '1h');
  if (load === undefined) throw new Error('there is no workload');
  expect(load.shards.map(({ checks }) => checks)).toEqual([100]);
  const { runs, page } = usageOf(load);
  expect(page.storeWrites).toBe(2 * runs); // 100 verdicts are 1.7 kB: test/core/history/packed.test.ts
});

it('grows with what is shown, and with how often it is made', () => {
  const usual = billed(400, { page: true }).dollars;
  expect(billed(400, { page: true }, 10).dollars).toBeLessThan(usual / 2);
  expect(billed(400, { page: { every: '1m' } }).dollars).toBeGreaterThan(usual * 1.5);
});

it('is of the home Region alone', () => {
  const regions = ['us-east-1', 'eu-west-1'];
  const loads = loadsOf(10, { page: true, regions, home: 'eu-west-1' });
  expect(loads.map(({ region, page }) => [region, page?.checks])).toEqual([
    ['us-east-1', undefined],
    ['eu-west-1', 10],
  ]);
});
