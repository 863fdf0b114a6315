import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Played, played, SCHEDULES, SITUATIONS } from '../../bench/cloudwatch/situations.ts';
import { type Outcomes, outcomes } from '../../bench/cloudwatch/table.ts';
import { alarmsPage } from '../../docs/alarm-tables.ts';

type Situation = keyof typeof SITUATIONS;

const ALL = Object.keys(SCHEDULES);
const OFTEN = ['1m', '5m', '*/5 * * * *'];
const SELDOM = ALL.filter((label) => !OFTEN.includes(label));
/** It pauses for more than two days. */
const WEEKDAYS = '0,30 9-17 * * 1-5';
const MINUTE_S = 60;
const INTERVAL_S: Readonly<Record<string, number>> = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '1d': 86_400 };

let all: Outcomes;
beforeAll(() => {
  all = outcomes();
}, 240_000);

const playsOf = (situation: Situation, label: string): readonly Played[] => all.get(situation)?.get(label) ?? [];
const pagesOf = (situation: Situation, label: string) => [
  ...new Set(playsOf(situation, label).map(({ pages }) => pages.length)),
];

describe('nobody is paged', () => {
  it.each(
    ALL,
  )('every %s: by a deployment that adds or removes checks, by one blip, by two runs that are lost', (label) => {
    const quiet: readonly Situation[] = [
      'a check is added',
      'a check is removed, its alarm 10 minutes later',
      'the first checks of the schedule are added',
      'a blip of 10 s',
      'two runs are lost',
    ];
    for (const situation of quiet) expect(pagesOf(situation, label), situation).toEqual([0]);
  });

  it.each(OFTEN)('every %s: by one run that is NG', (label) => {
    expect(pagesOf('one run is NG', label)).toEqual([0]);
  });

  it.each(ALL)('every %s: by an alarm that is new, which tells no more than that it is OK', (label) => {
    const told = playsOf('a check is added', label).flatMap(({ others }) => others);
    expect(told.filter(({ before }) => before !== 'INSUFFICIENT_DATA')).toEqual([]);
  });
});

describe('an outage pages', () => {
  it('once, when it lasts for three minutes and runs come every minute', () => {
    expect(pagesOf('an outage of 3 minutes', '1m')).toEqual([1]);
  });

  it.each([
    ...OFTEN.map((label) => [label, 2] as const),
    ...SELDOM.map((label) => [label, 1] as const),
  ])('once, every %s: within %i runs', (label, runs) => {
    expect(pagesOf('an outage that stays', label)).toEqual([1]);
    for (const { runsToPage } of playsOf('an outage that stays', label)) expect(runsToPage).toBe(runs);
  });

  it.each(ALL)('every %s: as often as checks are NG, though the first still is when the second begins', (label) => {
    expect(pagesOf('a second check is NG while the first still is', label)).toEqual([2]);
  });

  it.each(ALL)('every %s: once or twice, and not each time, when every second of 20 runs is NG', (label) => {
    // twice where the night lies between
    expect(pagesOf('NG every second run, 20 runs', label)).toEqual([label === WEEKDAYS ? 2 : 1]);
  });

  it.each(ALL)('every %s: and says when it is over', (label) => {
    for (const { secondsToOver } of playsOf('an outage of 4 runs', label)) expect(secondsToOver).toBeGreaterThan(0);
  });
});

describe('silence pages', () => {
  it.each(ALL.filter((label) => label !== WEEKDAYS))('once, every %s, and not as a target that is down', (label) => {
    const names = playsOf('nothing runs any more', label).map(({ pages }) => pages.map(({ alarm }) => alarm));
    for (const [name, ...others] of names) {
      expect(name).toMatch(/^R-silence-/);
      expect(others).toEqual([]);
    }
  });

  it.each(
    Object.entries(INTERVAL_S),
  )('when three runs were missed, before a fourth has been: every %s', (label, interval) => {
    for (const { secondsToPage } of playsOf('nothing runs any more', label)) {
      expect(secondsToPage).toBeGreaterThan(3 * interval);
      expect(secondsToPage).toBeLessThanOrEqual(4 * interval + MINUTE_S);
    }
  });
});

describe('what CloudWatch’s user guide leaves open', () => {
  // It fetches "a higher number of data points than Evaluation Periods", and shows two more where these are three.
  it.each([1, 5])('does not matter: %i points beyond N', (extra) => {
    const pages = (situation: Situation, label: string) => [
      ...new Set(played(situation, SCHEDULES[label] ?? never(label), extra).map((one) => one.pages.length)),
    ];
    for (const label of ['1m', '5m', '1h']) {
      for (const situation of Object.keys(SITUATIONS) as Situation[]) {
        expect(pages(situation, label), `${situation}, ${label}`).toEqual(pagesOf(situation, label));
      }
    }
  }, 120_000);
});

it('is written in docs/alarms.md: npm run generate', () => {
  const page = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8');
  expect(page).toBe(alarmsPage(all));
}, 120_000);

function never(label: string): never {
  throw new Error(`${label} is no schedule`);
}
