import { describe, expect, it } from 'vitest';
import { ALARM_KINDS } from '#core/alarm/alarm.ts';
import { kindOfAlarm } from '#core/alarm/describe.ts';
import { entries, planFor } from './watched.ts';

describe('an alarm', () => {
  it('says what it saw, why it is there and where to read on, in 1,024 letters', () => {
    const plan = planFor(entries(1_150), {
      deploy: { alarms: { per: 'group', runbook: 'https://wiki.example/rollcall' } },
    });
    for (const { description, kind } of plan.alarms) {
      expect(description).toContain(ALARM_KINDS[kind].reason);
      expect(description).toMatch(/ https:\/\/wiki\.example\/rollcall#[a-z-]+$/);
      expect(description.length).toBeLessThanOrEqual(1_024);
    }
  });

  it('has room for ten long shards and a long link', () => {
    const long = Array.from({ length: 10 }, (_, index) => ({
      name: `${index}`,
      cron: `0 9 1,5,9,13,17,21,25 ${index + 1},12 *`,
      timezone: 'America/Indiana/Indianapolis',
    }));
    const plan = planFor(long, { deploy: { alarms: { runbook: `https://wiki.example/${'r'.repeat(279)}` } } });
    expect(Math.max(...plan.alarms.map(({ description }) => description.length))).toBeLessThanOrEqual(1_024);
  });
});

it('each alarm tells its kind by its description, whichever runbook it leads to', () => {
  const list = entries(3, { metrics: ['certificateDays'], http: { url: 'https://h/' }, tcp: undefined });
  const deploy = { alarms: { pageBy: 'severity', runbook: 'https://wiki/a%20page#top' } } as const;
  const { alarms } = planFor(list, { guarded: true, deploy });
  expect(new Set(alarms.map(({ kind }) => kind)).size).toBeGreaterThan(10);
  expect(alarms.map(({ description }) => kindOfAlarm(description))).toEqual(alarms.map(({ kind }) => kind));
  expect(kindOfAlarm('An alarm of somebody else')).toBeNull();
});
