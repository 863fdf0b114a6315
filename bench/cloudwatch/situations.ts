import type { Schedule } from '#core/check/check.ts';
import { Metrics } from './metrics.ts';
import { PAGES, type Stage, stageOf } from './planned.ts';
import { dueTimes, feed, type Ran } from './runs.ts';
import { type Message, watch } from './watch.ts';

/** The schedules that situations are played with, as checks.yaml has them. */
export const SCHEDULES: Readonly<Record<string, Timetable>> = {
  '1m': { settings: { every: '1m' }, schedule: { every: 60 } },
  '5m': { settings: { every: '5m' }, schedule: { every: 300 } },
  '15m': { settings: { every: '15m' }, schedule: { every: 900 } },
  '1h': { settings: { every: '1h' }, schedule: { every: 3_600 } },
  '1d': { settings: { every: '1d' }, schedule: { every: 86_400 } },
  '*/5 * * * *': cron('*/5 * * * *'),
  '0 9 * * *': cron('0 9 * * *'),
  '0,30 9-17 * * 1-5': cron('0,30 9-17 * * 1-5'),
};

type Timetable = { readonly settings: object; readonly schedule: Schedule };

function cron(expression: string): Timetable {
  return { settings: { cron: expression }, schedule: { cron: expression, timezone: 'UTC' } };
}

/**
 * When something happens, and the runs that are due from then on; seconds. `starts`: when the first of them does. `gap`:
 * since the run before it.
 */
type Moment = { readonly at: number; readonly due: readonly number[]; readonly starts: number; readonly gap: number };

/** What happens. Whatever is left out is as ever: two checks that are OK, and no deployment. */
type Scene = {
  readonly isDown?: (check: string, at: number) => boolean;
  readonly isLost?: (due: number) => boolean;
  /** What the time to a page is counted from. @default - the moment */
  readonly since?: number;
  /** When it is over, where it is. */
  readonly until?: number;
  /** Checks before and after a deployment at the moment; alarms change some seconds after functions, or before. */
  readonly change?: { readonly from: readonly string[]; readonly to: readonly string[]; readonly alarmsAfter: number };
};

/** How many runs are played from the moment on, and what happens. */
export type Situation = { readonly runs: number; readonly scene: (moment: Moment) => Scene };

const between = (from: number, to: number) => (at: number) => at >= from && at < to;
const ofA = (is: (at: number) => boolean) => (check: string, at: number) => check === 'a' && is(at);

/** Down from the start of each run that is meant until the next one starts. */
function runsDown({ due, starts }: Moment, isDownIn: (index: number) => boolean): (at: number) => boolean {
  const lateness = starts - (due[0] ?? 0);
  return (at) => isDownIn(due.findLastIndex((one) => one + lateness <= at));
}

const MINUTE_S = 60;

export const SITUATIONS = {
  'a check is added': { runs: 8, scene: () => ({ change: { from: ['a', 'b'], to: ['a', 'b', 'c'], alarmsAfter: 0 } }) },
  'a check is removed, its alarm 10 minutes later': {
    runs: 8,
    scene: () => ({ change: { from: ['a', 'b', 'c'], to: ['a', 'b'], alarmsAfter: 10 * MINUTE_S } }),
  },
  'the first checks of the schedule are added': {
    runs: 8,
    scene: () => ({ change: { from: [], to: ['a', 'b'], alarmsAfter: 0 } }),
  },
  'a blip of 10 s': {
    runs: 8,
    scene: ({ starts }) => ({ isDown: ofA(between(starts, starts + 10)) }),
  },
  'one run is NG': { runs: 8, scene: (moment) => ({ isDown: ofA(runsDown(moment, (index) => index === 0)) }) },
  'an outage of 3 minutes': { runs: 8, scene: ({ at }) => ({ isDown: ofA(between(at, at + 3 * MINUTE_S)) }) },
  'an outage that stays': { runs: 8, scene: ({ at }) => ({ isDown: ofA((now) => now >= at) }) },
  'an outage of 4 runs': {
    runs: 14,
    scene: (moment) => ({
      isDown: ofA(runsDown(moment, (index) => index >= 0 && index < 4)),
      until: moment.due[4] ?? moment.at,
    }),
  },
  'a second check is NG while the first still is': {
    runs: 14,
    scene: ({ at, due }) => ({ isDown: (check, now) => now >= (check === 'a' ? at : (due[5] ?? at)) }),
  },
  'NG every second run, 20 runs': {
    runs: 26,
    scene: (moment) => ({ isDown: ofA(runsDown(moment, (index) => index < 20 && index % 2 === 0)) }),
  },
  'two runs are lost': { runs: 8, scene: ({ due }) => ({ isLost: (one) => one === due[0] || one === due[1] }) },
  'nothing runs any more': {
    runs: 8,
    scene: ({ at, due, gap }) => ({ isLost: (one) => one >= at, since: (due[0] ?? at) - gap }),
  },
} as const satisfies Readonly<Record<string, Situation>>;

/** Seconds after a run is due that it starts. */
const LATENESS_S = [5, 55] as const;
const PHASES = [0.03, 0.3, 0.6, 0.97] as const;

/** One play of a situation. `runs`: NG runs, or runs that were lost, until the first page. */
export type Played = {
  readonly pages: readonly Message[];
  /** Everything else that goes to the topic of pages. */
  readonly others: readonly Message[];
  /** From what happened until the first page, and from its end until that page was over. */
  readonly secondsToPage: number | null;
  readonly secondsToOver: number | null;
  readonly runsToPage: number | null;
};

/** Wednesday, 11:00 UTC. */
const NOON_S = Date.parse('2026-11-25T11:00:00Z') / 1000;
const DAY_S = 86_400;

/** Plays a situation at several moments between two runs, with runs that start at once and late. */
export function played(name: keyof typeof SITUATIONS, timetable: Timetable, extra?: number): readonly Played[] {
  const { runs, scene } = SITUATIONS[name];
  return PHASES.flatMap((phase) =>
    LATENESS_S.map((lateness) => {
      const moment = momentOf(timetable, runs, phase, lateness);
      return playedAt(scene(moment), moment, { timetable, lateness, extra });
    }),
  );
}

function momentOf({ schedule }: Timetable, runs: number, phase: number, lateness: number): Moment {
  const due = dueTimes(schedule, NOON_S - 8 * DAY_S, NOON_S + 60 * DAY_S);
  const next = due.findIndex((one) => one >= NOON_S);
  const [previous = 0, first = 0] = due.slice(next - 1, next + 1);
  const gap = first - previous;
  return { at: Math.round(first - phase * gap), due: due.slice(next, next + runs), starts: first + lateness, gap };
}

type Circumstances = { readonly timetable: Timetable; readonly lateness: number; readonly extra: number | undefined };

function playedAt(scene: Scene, { at, due, gap }: Moment, { timetable, lateness, extra }: Circumstances): Played {
  const { isDown = () => false, isLost = () => false, since = at, until, change } = scene;
  const { from: names, to: newNames, alarmsAfter } = change ?? { from: ['a', 'b'], to: ['a', 'b'], alarmsAfter: 0 };
  const [before, after] = [names, newNames].map((some) => stageFor(some, timetable)) as [Stage, Stage];
  const from = minuteOf(at - 6 * gap);
  const to = minuteOf((due.at(-1) ?? at) + gap);
  const metrics = new Metrics();
  const ran = feed(metrics, {
    shardsAt: (now) => (now < at ? before : after).shards,
    from,
    to,
    isDown,
    isLost,
    lateness,
  });
  const deployments = [
    { at: from - 30 * DAY_S, alarms: before.alarms },
    { at: at + alarmsAfter, alarms: after.alarms },
  ];
  const messages = watch({ metrics, deployments, from, to, extra }).filter(
    (one) => one.at >= at && one.topic === PAGES,
  );
  const pages = messages.filter(({ state }) => state === 'ALARM');
  const others = messages.filter(({ state }) => state !== 'ALARM');
  const [page] = pages;
  const over = others.find(({ alarm, before: was }) => was === 'ALARM' && alarm === page?.alarm);
  return {
    pages,
    others,
    secondsToPage: page === undefined ? null : page.at - since,
    secondsToOver: until === undefined || over === undefined ? null : over.at - until,
    runsToPage: page === undefined ? null : runsUntil(page.at, ran, due.filter(isLost)),
  };
}

function runsUntil(page: number, ran: readonly Ran[], lost: readonly number[]): number {
  const missed = lost.filter((due) => due <= page).length;
  return missed > 0 ? missed : ran.filter(({ ng, written }) => ng.length > 0 && written <= page).length;
}

const minuteOf = (seconds: number) => Math.floor(seconds / MINUTE_S) * MINUTE_S;

const stages = new Map<string, Stage>();

function stageFor(names: readonly string[], { settings }: Timetable): Stage {
  const key = JSON.stringify([names, settings]);
  const known = stages.get(key);
  if (known !== undefined) return known;
  const stage = stageOf(names.map((name) => ({ name, tcp: { host: 'target.example', port: 443 }, ...settings })));
  stages.set(key, stage);
  return stage;
}
