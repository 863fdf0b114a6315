import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerWindow, dailyWindow, eventWindow, silenceWindow } from '#core/alarm/window.ts';
import { alarmNamed, namesOf, planFor, windowOf } from './watched.ts';

const DAY_S = 86_400;
const WANTED = { breaching: 2, of: 3 };

describe('the alarm of a check looks back', () => {
  it.each<[object, string]>([
    [{ every: '1m' }, '2 of 4 × 60 s, missing ignore'],
    [{}, '2 of 4 × 300 s, missing ignore'],
    [{ every: '14m' }, '2 of 4 × 840 s, missing ignore'],
    [{ every: '15m' }, '1 of 2 × 900 s, missing ignore'],
    [{ every: '1h' }, '1 of 2 × 3600 s, missing ignore'],
    [{ every: '1d' }, '1 of 2 × 86400 s, missing ignore'],
    [{ every: '3d' }, '1 of 2 × 259200 s, missing ignore'],
    [{ every: '4d' }, '1 of 1 × 345600 s, missing ignore'],
    [{ every: '7d' }, '1 of 1 × 604800 s, missing ignore'],
    [{ every: '8d' }, '1 of 1 × 86400 s, missing ignore'],
    [{ cron: '*/5 * * * *' }, '2 of 4 × 300 s, missing ignore'],
    [{ cron: '0 * * * *' }, '1 of 2 × 3600 s, missing ignore'],
    [{ cron: '0 9 * * *' }, '1 of 2 × 86400 s, missing ignore'],
    [{ cron: '0 9 * * MON-FRI' }, '1 of 2 × 86400 s, missing ignore'],
    [{ cron: '0,1 9 * * *' }, '2 of 4 × 60 s, missing ignore'],
    [{ cron: '0 9,12 * * *' }, '1 of 2 × 10800 s, missing ignore'],
  ])('%j: %s', (schedule, wanted) => {
    expect(windowOf(alarmNamed(planFor([{ name: 'a', ...schedule }]), 'Rollcall-check-a'))).toBe(wanted);
  });

  it.each([
    ['5m', '3 of 5 × 300 s, missing ignore'],
    ['8h', '3 of 5 × 28800 s, missing ignore'],
    ['12h', '2 of 4 × 43200 s, missing ignore'],
    ['1d', '1 of 2 × 86400 s, missing ignore'],
    ['7d', '1 of 1 × 604800 s, missing ignore'],
  ])('as the settings say, with no more NG than a day has runs: every %s, %s', (every, wanted) => {
    const plan = planFor([{ name: 'a', every }], { deploy: { alarms: { datapoints: '3 of 5' } } });
    expect(windowOf(alarmNamed(plan, 'Rollcall-check-a'))).toBe(wanted);
  });
});

describe('silence is noticed', () => {
  it.each<[object, string | null]>([
    [{ every: '1m' }, '1 of 1 × 180 s, missing breaching, after 3 min'],
    [{ every: '2m' }, '1 of 1 × 420 s, missing breaching, after 7 min'],
    [{ every: '5m' }, '1 of 1 × 1020 s, missing breaching, after 17 min'],
    [{ every: '15m' }, '1 of 1 × 3000 s, missing breaching, after 50 min'],
    [{ every: '1d' }, '1 of 1 × 259500 s, missing breaching, after 2880 min'],
    [{ every: '3d' }, '1 of 1 × 518700 s, missing breaching, after 2880 min'],
    [{ every: '4d' }, '1 of 1 × 345900 s, missing breaching, after 2880 min'],
    [{ every: '7d' }, '1 of 1 × 604800 s, missing breaching, after 2880 min'],
    [{ every: '8d' }, null],
    [{ cron: '*/5 * * * *' }, '1 of 1 × 1020 s, missing breaching, after 17 min'],
    [{ cron: '*/5 * * * *', timezone: 'Europe/Paris' }, '1 of 1 × 4620 s, missing breaching, after 77 min'],
    [{ cron: '*/5 * * * *', timezone: 'Asia/Tokyo' }, '1 of 1 × 1020 s, missing breaching, after 17 min'],
    [{ cron: '0 9 * * *' }, '1 of 1 × 259500 s, missing breaching, after 2880 min'],
    [{ cron: '0 9,12 * * *' }, '1 of 1 × 162300 s, missing breaching, after 2705 min'],
    // it pauses for longer than a new alarm can wait for its first run
    [{ cron: '0 9 * * MON-FRI' }, null],
    [{ cron: '0 9 1 * *' }, null],
    [{ cron: '0 9 * 1-11 *' }, null],
  ])('%j: %s', (schedule, wanted) => {
    const plan = planFor([{ name: 'a', ...schedule }]);
    const [name] = namesOf(plan).filter((one) => one.startsWith('Rollcall-silence-'));
    const alarm = name === undefined ? null : alarmNamed(plan, name);
    expect(alarm && `${windowOf(alarm)}, after ${alarm.warmUpMinutes} min`).toBe(wanted);
  });

  it('at once: a period without a run is 0, and CloudWatch looks for no older one', () => {
    expect(alarmNamed(planFor([{ name: 'a' }]), 'Rollcall-silence-5m-0')).toMatchObject({
      metrics: [{ name: 'RunCompleted', statistic: 'Sum' }],
      expression: '(FILL(m1, 0) < 1)',
      comparison: 'atLeast',
      threshold: 1,
    });
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
          const { warmUpMinutes = 1 } = window as { warmUpMinutes?: number };
          expect(Number.isInteger(warmUpMinutes) && warmUpMinutes >= 1 && warmUpMinutes <= 2_880).toBe(true);
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
