import { describe, expect, it } from 'vitest';
import type { ContenderName } from '../../bench/options.ts';
import { planOf } from '../../bench/plan.ts';
import { median, rowsOf, type Sample, targetsOf } from '../../bench/summary.ts';

type Figures = { readonly cpu: number; readonly wall?: number; readonly peakMb?: number; readonly round?: number };

function sample(contender: ContenderName, checks: number, { cpu, wall = 1, peakMb = 100, round = 0 }: Figures): Sample {
  const cost = {
    ok: checks,
    cpuSeconds: cpu,
    wallSeconds: wall,
    peakBytes: contender === 'recipe' ? null : peakMb * 1e6,
  };
  return { contender, protocol: 'http', checks, round, ...cost };
}

describe('the median', () => {
  it.each([
    { values: [3], is: 3 },
    { values: [9, 1, 2], is: 2 },
    { values: [4, 1, 2, 100], is: 3 },
    { values: [], is: Number.NaN },
  ])('of $values is $is', ({ values, is }) => {
    expect(median(values)).toBe(is);
  });
});

describe('the rows', () => {
  it('give medians over the rounds, per 1,000 checks and per second', () => {
    const samples = [1, 8, 2].map((cpu, round) => sample('rollcall', 400, { cpu, wall: cpu / 2, peakMb: cpu, round }));
    expect(rowsOf(samples)).toEqual([
      {
        protocol: 'http',
        checks: 400,
        contender: 'rollcall',
        rounds: 3,
        checksPerSecond: 400,
        cpuSecondsPer1000: 5,
        peakMegabytes: 2,
      },
    ]);
  });

  it('leave out the memory of a contender that is many processes', () => {
    expect(rowsOf([sample('recipe', 40, { cpu: 1 })])).toMatchObject([{ peakMegabytes: null }]);
  });
});

describe('the aims', () => {
  const value = (samples: readonly Sample[], name: string) =>
    targetsOf(samples).find((one) => one.name === name)?.value;

  it('compare the runs of one round with each other, so that a slow round cancels out', () => {
    const samples = [1, 10, 1].flatMap((noise, round) => [
      sample('rollcall', 4000, { cpu: 3 * noise, round }),
      sample('floor', 4000, { cpu: 2 * noise, round }),
    ]);
    expect(value(samples, 'CPU against floor, N = 4000')).toBe(1.5);
  });

  it('leave out a contender that did not run', () => {
    const names = targetsOf([sample('rollcall', 4000, { cpu: 3 })]).map(({ name }) => name);
    expect(names).toEqual(['peak memory, N = 4000']);
  });

  it('hold time and memory at the largest size against the next smaller one', () => {
    const samples = [
      sample('rollcall', 40, { cpu: 1 }),
      sample('rollcall', 400, { cpu: 1, wall: 2, peakMb: 100 }),
      sample('rollcall', 4000, { cpu: 1, wall: 12, peakMb: 250 }),
    ];
    expect(value(samples, 'time, N = 4000 against 400')).toBe(6);
    expect(value(samples, 'memory, N = 4000 against 400')).toBe(2.5);
    expect(targetsOf(samples).find(({ name }) => name.startsWith('time'))?.limit).toBe(10);
  });

  it('say nothing when rollcall did not run', () => {
    expect(targetsOf([sample('floor', 400, { cpu: 1 })])).toEqual([]);
  });
});

describe('the plan', () => {
  const of = (plan: ReturnType<typeof planOf>) =>
    plan.filter(({ protocol }) => protocol === 'http').map(({ contender }) => contender);

  it('starts each round with another contender', () => {
    expect(of(planOf(['rollcall', 'floor'], [400], 2))).toEqual(['rollcall', 'floor', 'floor', 'rollcall']);
  });

  it('runs the recipe at 4,000 checks in the first round only', () => {
    expect(of(planOf(['recipe', 'floor'], [4000], 3))).toEqual(['recipe', 'floor', 'floor', 'floor']);
  });
});
