import { expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { billOf } from '#core/cost/bill.ts';
import { KIND_NAMES } from '#kinds/settings.ts';

const TCP = { name: 'a', tcp: { host: 'h', port: 1 } };
const JOB = { name: 'b', heartbeat: { every: '5m' } };

function lineOf(item: string, ...checks: readonly object[]) {
  const { list } = parseChecks(JSON.stringify({ checks }));
  if (list === null) throw new Error('the list has faults');
  return billOf(list, KIND_NAMES).lines.find((line) => line.item === item);
}

it('counts a start and an end of each run of a job, and the key of all', () => {
  const reports = 8_760 * 2;
  const { dollars = 0, basis } = lineOf('heartbeats', TCP, JOB) ?? {};
  expect(basis).toBe('17,520 reports of jobs, 2 a run');
  // A request and 0.05 s of 256 MB, a read and a write.
  expect(dollars).toBeCloseTo(reports * (0.2e-6 + 0.25 * 0.05 * 13.3334e-6 + 0.125e-6 + 0.625e-6), 3);
  expect(lineOf('keys and secrets', TCP, JOB)?.dollars).toBeCloseTo(0.4 + 8_760 * 5e-6, 6);
  expect(lineOf('keys and secrets', JOB, { ...JOB, name: 'c' })?.dollars).toBeCloseTo(0.4 + 8_760 * 5e-6, 6);
});

it('counts nothing where no job reports', () => {
  expect(lineOf('heartbeats', TCP)?.dollars).toBe(0);
  expect(lineOf('keys and secrets', TCP)?.dollars).toBe(0);
});
