import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeBuckets, uptimeOf } from '#core/history/bucket.ts';
import { daysOf } from '#core/history/days.ts';
import { type Buckets, foldBuckets, foldRuns } from '#core/history/fold.ts';
import { percentile } from '#core/history/latency-classes.ts';
import { lastDays } from '#core/history/local-days.ts';
import { beginOf, SPAN_MS } from '#core/history/spans.ts';
import { countsOf, datesBy, exactPercentile, latenciesOf, verdictsOf, within } from './brute-force.ts';
import { NAMES, runsBetween, type ToldRun } from './streams.ts';

const DAY_MS = 86_400_000;
/** In it clocks change in Europe, America, and on Lord Howe Island by half an hour. */
const NOW = Date.parse('2026-11-05T13:37:00Z');
const RUNS = runsBetween(NOW - 100 * DAY_MS, NOW);

test('buckets of every span count what the verdicts do, in any order and in any portions', () => {
  fc.assert(
    fc.property(RUNS, fc.array(fc.nat({ max: 39 }), { maxLength: 4 }), (runs, cuts) => {
      const folded = inPortions(runs, cuts);
      expect(folded).toEqual(foldRuns(runs.toReversed()));
      for (const name of NAMES) {
        const verdicts = verdictsOf(runs, name);
        const five = folded.get(name) ?? [];
        for (const [span, buckets] of [
          [SPAN_MS.fiveMinutes, five],
          [SPAN_MS.hour, foldBuckets(five, SPAN_MS.hour)],
        ] as const) {
          const spans = new Set(verdicts.map(({ at }) => beginOf(Date.parse(at), span)));
          expect(buckets.map(({ at }) => at)).toEqual([...spans].toSorted((a, b) => a - b));
          for (const bucket of buckets)
            expect(bucket).toMatchObject(countsOf(within(verdicts, bucket.at, bucket.at + span)));
        }
      }
    }),
  );
});

function inPortions(runs: readonly ToldRun[], cuts: readonly number[]): Buckets {
  const ends = [...cuts.toSorted((a, b) => a - b), runs.length];
  return ends.reduce<Buckets>(
    (before, end, index) => foldRuns(runs.slice(ends[index - 1] ?? 0, end), before),
    new Map(),
  );
}

test.each([
  0.5, 0.95, 0.99, 0.07,
])('the percentile %f of merged buckets is within 2 % of that of the latencies', (p) => {
  fc.assert(
    fc.property(RUNS, (runs) => {
      for (const name of NAMES) {
        const latencies = latenciesOf(verdictsOf(runs, name));
        const said = percentile(mergeBuckets(0, foldRuns(runs).get(name) ?? []).latency, p);
        if (latencies.length === 0) expect(said).toBeNull();
        else expect(Math.abs((said ?? 0) / exactPercentile(latencies, p * 100) - 1)).toBeLessThan(0.02);
      }
    }),
  );
});

test('phases are summed to the microsecond, over the verdicts that have some and are not excused', () => {
  fc.assert(
    fc.property(RUNS, (runs) => {
      const { phases, phased } = mergeBuckets(0, foldRuns(runs).get('login') ?? []);
      const counted = verdictsOf(runs, 'login').filter(({ quiet }) => quiet?.by !== null && quiet?.by !== 'deploy');
      const measured = counted.filter((verdict) => Object.values(verdict.phases).some((ms) => ms !== null));
      expect(phased).toBe(measured.length);
      const total = measured.reduce((sum, verdict) => sum + (verdict.phases.tls ?? 0), 0);
      expect(phases.tls).toBeCloseTo(total, 1);
    }),
  );
});

const ZONES = ['UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];

test.each(ZONES)('a bar of the page has the verdicts of a day in %s', (timezone) => {
  fc.assert(
    fc.property(RUNS, (runs) => {
      const [days, dateOf] = [lastDays(NOW, timezone), datesBy(timezone)];
      for (const name of NAMES) {
        const verdicts = verdictsOf(runs, name);
        const byDate = Object.groupBy(verdicts, ({ at }) => dateOf(Date.parse(at)));
        for (const day of daysOf(foldRuns(runs).get(name) ?? [], days)) {
          const counts = countsOf(byDate[day.date] ?? []);
          expect(day).toEqual({ date: day.date, ...counts, uptime: uptimeOf(counts) });
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('rubbish that stands for a verdict counts when its run started, as what it says it is', () => {
  const rubbish = { name: 'login', outcome: 'NG', latencyMs: 'slow', at: 'now' } as never;
  const run = { startedAt: '2026-11-05T13:37:00.000Z' };
  expect(foldRuns([{ run, verdicts: [rubbish] }]).get('login')).toMatchObject([
    { at: Date.parse('2026-11-05T13:35:00Z'), ok: 0, ng: 1, latency: [], phased: 0 },
  ]);
});

test('what is muted or under the news of another is down; flaky and degraded is up', () => {
  const NG = { outcome: 'NG', degraded: false } as const;
  const verdicts = [
    { ...NG, quiet: { because: 'muted', by: 'x' } as const },
    { ...NG, quiet: { because: 'parent', by: 'x' } as const },
    { ...NG, quiet: { because: 'guard', by: null } as const },
    { outcome: 'OK', degraded: true, flaky: true } as const,
  ].map((verdict) => ({ latencyMs: null, phases: null as never, at: '', name: 'login', ...verdict }));
  const [bucket] = foldRuns([{ run: { startedAt: '2026-11-05T13:37:00.000Z' }, verdicts }]).get('login') ?? [];
  expect(bucket).toMatchObject({ ok: 1, ng: 2, degraded: 1, excused: 1 });
});
