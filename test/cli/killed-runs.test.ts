import { expect, it } from 'vitest';
import { killRuns } from './killed-runs.ts';

it('a run that is killed at any moment loses no alert, and none comes late or out of order', async () => {
  const { truth, told } = await killRuns(24, 7);
  expect(told).toEqual({ a: truth, b: truth, c: truth });
}, 240_000);

it('a watch that is killed at any moment loses no alert either', async () => {
  const { truth, told } = await killRuns(8, 11, 'watch');
  expect(told).toEqual({ a: truth, b: truth, c: truth });
}, 240_000);
