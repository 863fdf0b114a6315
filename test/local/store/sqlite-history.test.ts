import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bucket, mergeBuckets } from '#core/history/bucket.ts';
import { daysOf } from '#core/history/days.ts';
import { foldBuckets, foldRuns } from '#core/history/fold.ts';
import { lastDays } from '#core/history/local-days.ts';
import { KEPT_MS, SPAN_MS } from '#core/history/spans.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { openSqliteStore, type SqliteStore } from '#local/store/sqlite-store.ts';
import { countsOf, datesBy, verdictsOf } from '../../core/history/brute-force.ts';
import { NAMES, runsBetween, type ToldRun } from '../../core/history/streams.ts';
import { runAt, START, verdictOf } from '../../core/incident/answers.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
let folder: string;
let now: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-history-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (file: string) =>
  openSqliteStore(join(folder, file), { now: () => now, retentionMs: KEPT_MS.verdicts, settleMs: 0 });

const remember = (store: SqliteStore, { run, verdicts }: ToldRun) =>
  store.remember(run, verdicts as unknown as readonly Verdict[]);

/** In them the clocks of Berlin and New York change, and those of Lord Howe by half an hour. */
const END = Date.parse('2026-11-05T13:37:00Z');
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'];

describe('the history against a count over all verdicts', () => {
  it('says the same of runs in any order and twice, while what is old goes', async () => {
    let files = 0;
    const batch = fc.record({ runs: runsBetween(END - 3 * DAY_MS, END, 8), zone: fc.constantFrom(...ZONES) });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 4 }), async (batches) => {
        files += 1;
        now = END;
        const store = await open(`${files}.db`);
        const all: ToldRun[] = [];
        for (const { runs, zone } of batches) {
          // Each batch is of runs a month later than the one before, when other runs are asked again.
          const later = runs.map((run) => inTime(run, now - END));
          for (const run of [...later, ...all, ...later]) await remember(store, run);
          all.push(...later);
          await expectTruth(store, all, zone);
          now += 30 * DAY_MS;
        }
        store.close();
      }),
      { numRuns: 6 },
    );
  });
});

function inTime({ run, verdicts }: ToldRun, laterMs: number): ToldRun {
  const moved = (instant: string) => new Date(Date.parse(instant) + laterMs).toISOString();
  return {
    run: { id: `${laterMs} ${run.id}`, startedAt: moved(run.startedAt) },
    verdicts: verdicts.map((verdict) => ({ ...verdict, at: moved(verdict.at) })),
  };
}

async function expectTruth(store: SqliteStore, all: readonly ToldRun[], zone: string): Promise<void> {
  const [dates, dateOf] = [lastDays(now, zone), datesBy(zone)];
  const recent = dates.slice(-40);
  const [days, folded, buckets] = [await store.days(now, zone), await store.folded(recent, now), foldRuns(all)];
  const between = { from: now - 200 * DAY_MS, until: now + DAY_MS };
  for (const name of NAMES) {
    const verdicts = verdictsOf(all, name);
    const five = buckets.get(name) ?? [];
    const isKept = ({ at }: Bucket) => at >= now - KEPT_MS.fiveMinutes;
    expect((await store.buckets(name, 'fiveMinutes', between)).filter(isKept)).toEqual(five.filter(isKept));
    expect(await store.buckets(name, 'hour', between)).toEqual(foldBuckets(five, SPAN_MS.hour));
    const byDate = Object.groupBy(verdicts, ({ at }) => dateOf(Date.parse(at)));
    const bars = days.get(name) ?? daysOf([], dates);
    const counts = dates.map(({ date }) => ({ date, ...countsOf(byDate[date] ?? []) }));
    expect(bars.map(({ uptime: _, ...day }) => day)).toEqual(counts);
    const parts = recent.map(({ from, until }) => five.filter(({ at }) => at >= from && at < until));
    expect(folded.get(name) ?? []).toEqual(
      parts.flatMap((some) => (some.length === 0 ? [] : [{ ...mergeBuckets(0, some), at: expect.any(Number) }])),
    );
  }
}

it('keeps verdicts 7 days, five minutes 90 days, hours two years', async () => {
  now = START;
  const store = await open('kept.db');
  const kept = async () => {
    now += 10_000;
    await store.remember({ id: `at ${now}`, startedAt: new Date(now).toISOString() }, []);
    const between = { from: START, until: START + HOUR_MS };
    const [raw, five, hours] = await Promise.all([
      store.history('a', 9),
      store.buckets('a', 'fiveMinutes', between),
      store.buckets('a', 'hour', between),
    ]);
    return [raw.length, five.length, hours.length];
  };
  await store.remember(runAt(0), [verdictOf('N', 'a')]);
  const seen = [];
  for (const days of [0, 6.99, 7, 89.99, 90, 729.9, 730]) {
    now = START + days * DAY_MS + (days === 7 ? 1 : 0);
    seen.push([days, ...(await kept())]);
  }
  expect(seen).toEqual([
    [0, 1, 1, 1],
    [6.99, 1, 1, 1],
    [7, 0, 1, 1],
    [89.99, 0, 1, 1],
    [90, 0, 0, 1],
    [729.9, 0, 0, 1],
    [730, 0, 0, 0],
  ]);
  store.close();
});

it('in Kolkata a day begins at half past, with verdicts that were there before anybody asked', async () => {
  now = Date.parse('2026-11-23T18:45:00Z');
  const store = await open('edges.db');
  for (const time of ['22T18:29:59', '22T18:30:00', '23T18:29:59', '23T18:30:00']) {
    const startedAt = `2026-11-${time}.000Z`;
    await store.remember({ id: time, startedAt }, [{ ...verdictOf('O', 'a'), at: startedAt }]);
  }
  const days = lastDays(now, 'Asia/Kolkata').slice(-3);
  const counted = [
    { date: '2026-11-22', ok: 1 },
    { date: '2026-11-23', ok: 2 },
    { date: '2026-11-24', ok: 1 },
  ];
  expect((await store.days(now, 'Asia/Kolkata')).get('a')?.slice(-3)).toMatchObject(counted);
  expect((await store.folded(days, now)).get('a')?.map(({ ok }) => ok)).toEqual([1, 2, 1]);
  store.close();
});

it('counts no run that was asked again when its verdicts are gone', async () => {
  now = START;
  const store = await open('again.db');
  await store.remember(runAt(0), [verdictOf('N', 'a')]);
  now = START + 8 * DAY_MS;
  await store.remember(runAt(0), [verdictOf('N', 'a')]);
  expect(await store.buckets('a', 'hour', { from: START, until: START + HOUR_MS })).toMatchObject([{ ng: 1 }]);
  store.close();
});

it('answers the latest verdict of each check in one go', async () => {
  now = START;
  const store = await open('latest.db');
  await store.remember(runAt(0), [verdictOf('N', 'a'), verdictOf('O', 'b')]);
  await store.remember(runAt(1), [verdictOf('O', 'a')]);
  expect(await store.latest(['a', 'b', 'never'])).toEqual(
    new Map([
      ['a', { run: runAt(1), verdict: verdictOf('O', 'a') }],
      ['b', { run: runAt(0), verdict: verdictOf('O', 'b') }],
    ]),
  );
  store.close();
});
