import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerWindow, dailyWindow, eventWindow, silenceWindow } from '#core/alarm/window.ts';
import { alarmNamed, namesOf, planFor, windowOf } from './watched.ts';

const DAY_S = 86_400;
const WANTED = { breaching: 2, of: 3 };

describe('the alarm of a check looks back', () => {
  it.each<[object, string]>([
    [{ every: '1m' }, '2 of 3 × 60 s, missing breaching'],
    [{}, '2 of 3 × 300 s, missing breaching'],
    [{ every: '90m' }, '2 of 3 × 5400 s, missing breaching'],
    [{ every: '8h' }, '2 of 3 × 28800 s, missing breaching'],
    [{ every: '12h' }, '2 of 2 × 43200 s, missing breaching'],
    [{ every: '1d' }, '1 of 1 × 86400 s, missing breaching'],
    [{ every: '7d' }, '1 of 1 × 604800 s, missing breaching'],
    [{ every: '8d' }, '1 of 1 × 86400 s, missing ignore'],
    [{ cron: '*/5 * * * *' }, '2 of 3 × 300 s, missing ignore'],
    [{ cron: '0 * * * *' }, '2 of 3 × 3600 s, missing ignore'],
    [{ cron: '0 9 * * *' }, '1 of 1 × 86400 s, missing ignore'],
    [{ cron: '0 9 * * MON-FRI' }, '1 of 1 × 86400 s, missing ignore'],
    [{ cron: '0,1 9 * * *' }, '1 of 1 × 60 s, missing ignore'],
    [{ cron: '0 9,12 * * *' }, '1 of 1 × 10800 s, missing ignore'],
  ])('%j: %s', (schedule, wanted) => {
    expect(windowOf(alarmNamed(planFor([{ name: 'a', ...schedule }]), 'Rollcall-check-a'))).toBe(wanted);
  });

  it('as the settings say', () => {
    const plan = planFor([{ name: 'a' }], { deploy: { alarms: { datapoints: '3 of 5' } } });
    expect(windowOf(alarmNamed(plan, 'Rollcall-check-a'))).toBe('3 of 5 × 300 s, missing breaching');
  });
});

describe('silence is noticed', () => {
  it.each<[object, string | null]>([
    [{ every: '1m' }, '3 of 3 × 60 s, missing breaching'],
    [{ every: '59m' }, '3 of 3 × 3540 s, missing breaching'],
    [{ every: '1d' }, '3 of 3 × 86400 s, missing breaching'],
    [{ every: '3d' }, '2 of 2 × 259200 s, missing breaching'],
    [{ every: '4d' }, '1 of 1 × 345600 s, missing breaching'],
    [{ every: '7d' }, '1 of 1 × 604800 s, missing breaching'],
    [{ every: '8d' }, null],
    [{ cron: '*/5 * * * *' }, null],
  ])('%j: %s', (schedule, wanted) => {
    const plan = planFor([{ name: 'a', ...schedule }]);
    const [name] = namesOf(plan).filter((one) => one.startsWith('Rollcall-silence-'));
    expect(name === undefined ? null : windowOf(alarmNamed(plan, name))).toBe(wanted);
  });
});

describe('every window', () => {
  const minutes = fc.integer({ min: 1, max: 31 * 24 * 60 }).map((count) => ({ every: count * 60 }));
  const wanted = fc
    .tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }))
    .map(([a, b]) => ({ breaching: Math.min(a, b), of: Math.max(a, b) }));

  it('is one that CloudWatch takes', () => {
    fc.assert(
      fc.property(minutes, wanted, (schedule, datapoints) => {
        const windows = [answerWindow(schedule, datapoints), silenceWindow(schedule), dailyWindow(schedule)];
        for (const window of windows.filter((one) => one !== null)) {
          const { periodSeconds, datapoints: actual } = window;
          expect(periodSeconds % 60).toBe(0);
          expect(periodSeconds * actual.of).toBeLessThanOrEqual(periodSeconds < 3_600 ? DAY_S : 7 * DAY_S);
          expect(actual.breaching).toBeGreaterThanOrEqual(1);
          expect(actual.breaching).toBeLessThanOrEqual(actual.of);
        }
        const { periodSeconds } = eventWindow([schedule]);
        expect(periodSeconds * 10).toBeLessThanOrEqual(DAY_S);
      }),
    );
  });

  it('has no period shorter than the interval, where one can be as long', () => {
    fc.assert(
      fc.property(minutes, (schedule) => {
        const { periodSeconds, missing } = answerWindow(schedule, WANTED);
        expect(periodSeconds >= schedule.every || missing === 'ignore').toBe(true);
      }),
    );
  });
});
