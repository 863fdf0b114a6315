import { expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';

function resolved(heartbeat: object, more: object = {}, defaults: object = {}) {
  const { list, faults } = parseChecks(JSON.stringify({ defaults, checks: [{ name: 'a', heartbeat, ...more }] }));
  expect(faults).toEqual([]);
  return list?.checks[0];
}

it.each([
  [{ every: '5m' }, 60],
  [{ every: '20m' }, 120],
  [{ every: '1h' }, 300],
  [{ every: '1d' }, 300],
  [{ cron: '51 22 * * *' }, 60],
])('%j is looked at as often as it may matter', (heartbeat, every) => {
  expect(resolved(heartbeat)).toMatchObject({ schedule: { every }, rechecks: 0, alerts: { failureThreshold: 1 } });
});

it('is looked at as often as somebody says', () => {
  expect(resolved({ every: '1h' }, { every: '15m' })).toMatchObject({ schedule: { every: 900 } });
  expect(resolved({ every: '1h' }, { cron: '0 9 * * *' })).toMatchObject({ schedule: { cron: '0 9 * * *' } });
  expect(resolved({ every: '1h' }, {}, { every: '2h', rechecks: 2 })).toMatchObject({
    schedule: { every: 7200 },
    rechecks: 2,
  });
});

it('fills what is left out', () => {
  expect(resolved({ cron: '51 22 * * *' })?.target).toEqual({
    schedule: { cron: '51 22 * * *', timezone: 'UTC' },
    graceMs: 300_000,
    earlyMs: 0,
    startWithinMs: null,
    maxRuntimeMs: null,
    stallMs: null,
    tokenVersion: 1,
  });
});
