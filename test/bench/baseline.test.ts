import { describe, expect, it } from 'vitest';
import { againstBaseline } from '../../bench/baseline.ts';
import type { Target } from '../../bench/summary.ts';

const aim = (name: string, value: number): Target => ({ name, protocol: 'http', value, limit: 1.5, unit: '×' });

describe('the baseline', () => {
  it('is held against the ratio to the floor at 4,000 checks', () => {
    const [target] = againstBaseline([aim('CPU against floor, N = 4000', 2.4)], { http: 2, https: 1 });
    expect(target).toMatchObject({ protocol: 'http', value: 1.2, limit: 1.1 });
  });

  it('says nothing of a run that did not measure it', () => {
    expect(againstBaseline([aim('CPU against floor, N = 400', 2)], { http: 2, https: 1 })).toEqual([]);
  });
});
