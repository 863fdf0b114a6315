import { expect, it } from 'vitest';
import { executionsOf, unitsOf } from '#core/schedule/units.ts';
import { check } from '../../local/checks.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => check(`c${index}`));
const namesIn = (batches: readonly (readonly { readonly name: string }[])[]) =>
  batches.map((batch) => batch.map(({ name }) => name));

it('schedules checks that depend on each other as one, at the place of the first', () => {
  const list = [check('shop', { alerts: { dependsOn: ['gateway'] } }), check('blog'), check('gateway')];
  expect(unitsOf(list, null).map(({ name, checks }) => [name, checks.length])).toEqual([
    ['shop', 2],
    ['blog', 1],
  ]);
});

it('takes the interval of all before that of each', () => {
  const list = [check('a'), check('b', { schedule: { cron: '0 9 * * *', timezone: 'UTC' } })];
  expect(unitsOf(list, null).map(({ timing }) => timing)).toEqual([
    { everyMs: 300_000 },
    { cron: '0 9 * * *', timezone: 'UTC' },
  ]);
  expect(unitsOf(list, 10_000).map(({ timing }) => timing)).toEqual([{ everyMs: 10_000 }, { everyMs: 10_000 }]);
});

it('puts what is due together into executions of 25 and their guards', () => {
  const sizes = executionsOf(unitsOf(many(60), null), [check('guard')], () => 0).map(({ length }) => length);
  expect(sizes).toEqual([25, 25, 10]);
});

it('keeps apart what took long last time, and puts together what took alike long', () => {
  const took: Readonly<Record<string, number>> = { c1: 30_000, c3: 40_000, c4: 1_500 };
  const batches = executionsOf(unitsOf(many(5), null), [], (name) => took[name] ?? 0);
  expect(namesIn(batches)).toEqual([['c0', 'c2'], ['c1', 'c3'], ['c4']]);
});
