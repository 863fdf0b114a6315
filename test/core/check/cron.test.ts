import { describe, expect, it } from 'vitest';
import { type Cron, cronIntervals, eventBridgeCron, formatCron, readCron } from '#core/check/cron.ts';

function read(text: string): Cron {
  const cron = readCron(text);
  if (typeof cron === 'string') throw new Error(cron);
  return cron;
}

describe('a cron expression', () => {
  it.each([
    ['0 9 * * MON-FRI', '0 9 * * 1-5', '0 9 ? * MON,TUE,WED,THU,FRI *'],
    ['0 9 * * 1-5', '0 9 * * 1-5', '0 9 ? * MON,TUE,WED,THU,FRI *'],
    ['*/5 * * * *', '*/5 * * * *', '0/5 * * * ? *'],
    ['0-59/5 * * * *', '*/5 * * * *', '0/5 * * * ? *'],
    ['*/7 * * * *', '*/7 * * * *', '0/7 * * * ? *'],
    ['10-30/10 * * * *', '10,20,30 * * * *', '10,20,30 * * * ? *'],
    ['5/20 * * * *', '5,25,45 * * * *', '5,25,45 * * * ? *'],
    ['0 0 * * 7', '0 0 * * 0', '0 0 ? * SUN *'],
    ['0 0 * * fri-sun', '0 0 * * 0,5-6', '0 0 ? * SUN,FRI,SAT *'],
    ['0 0 1,15 * ?', '0 0 1,15 * *', '0 0 1,15 * ? *'],
    ['0 0 */2 * *', '0 0 */2 * *', '0 0 1/2 * ? *'],
    ['30 6 1 jan,JUL *', '30 6 1 1,7 *', '30 6 1 1,7 ? *'],
    ['0 0 29 2 *', '0 0 29 2 *', '0 0 29 2 ? *'],
    ['  0   0 * *  * ', '0 0 * * *', '0 0 * * ? *'],
  ])('%s is %s, and %s for EventBridge', (text, usual, bridged) => {
    expect(formatCron(read(text))).toBe(usual);
    expect(eventBridgeCron(read(text))).toBe(bridged);
    expect(read(usual)).toEqual(read(text));
  });

  it.each([
    ['', /^write five fields: minute hour/],
    ['@daily', /^write five fields/],
    ['0 9 * * MON-FRI *', /without a year$/],
    ['60 * * * *', /^write minutes from 0 to 59, .* in place of "60"$/],
    ['* 24 * * *', /^write hours from 0 to 23/],
    ['* * 0 * *', /^write days of the month from 1 to 31/],
    ['* * * 13 *', /^write months from 1 to 12 or JAN to DEC/],
    ['* * * * 8', /^write days of the week from 0 to 6 or SUN to SAT/],
    ['* * * * MONDAY', /in place of "MONDAY"$/],
    ['* * L * *', /in place of "L"$/],
    ['*/0 * * * *', /in place of "\*\/0"$/],
    ['30-10 * * * *', /rising ranges/],
    ['1,,2 * * * *', /in place of ""$/],
    ['0 9 1 * MON', /two checks take both/],
    ['0 0 30 2 *', /a day that one of its months has/],
    ['0 0 31 4,6 *', /a day that one of its months has/],
  ])('%j is refused with what to write', (text, advice) => {
    expect(readCron(text)).toMatch(advice);
  });

  it.each([
    ['* * * * *', 60, 60],
    ['*/5 * * * *', 300, 300],
    ['0 9 * * *', 86_400, 86_400],
    ['0 9 * * 1-5', 86_400, 86_400 * 1.4],
    ['0,10 9 * * *', 600, 43_200],
    ['59 23 * * *', 86_400, 86_400],
    ['0,59 0,23 * * *', 60, 21_600],
    ['0 0 1 * *', 86_400, 86_400 * 30.4375],
  ])('%s comes every %d seconds at the shortest, %d in the mean', (text, shortest, mean) => {
    const intervals = cronIntervals(read(text));
    expect(intervals.shortest).toBe(shortest);
    expect(intervals.mean).toBeCloseTo(mean, 0);
  });
});
