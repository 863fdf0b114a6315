import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysIn, NO_BARS, withBuckets } from '#core/history/bars.ts';
import { bucketsIn, linesOf, readerOf } from '#core/history/bucket-lines.ts';
import { daysOf } from '#core/history/days.ts';
import { foldRuns } from '#core/history/fold.ts';
import { lastDays } from '#core/history/local-days.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import { okVerdict } from '../../local/checks.ts';

const NOW = Date.parse('2026-11-26T10:07:00.000Z');
const HOUR_MS = 3_600_000;
const NAMES = ['a', '__proto__', '在庫 "x", [1]'];

/** Runs of the last five days. */
const runs = fc.array(
  fc
    .record({
      id: fc.uuid(),
      name: fc.constantFrom(...NAMES),
      ago: fc.integer({ min: 0, max: 120 * 60 }),
      isOk: fc.boolean(),
      latencyMs: fc.option(fc.integer({ min: 0, max: 60_000 })),
      isExcused: fc.boolean(),
      firstByte: fc.option(fc.integer({ min: 0, max: 900 })),
    })
    .map(({ name, ago, isOk, latencyMs, isExcused, firstByte, id }): RunHistory => {
      const at = new Date(NOW - ago * 60_000).toISOString();
      const verdict = {
        ...okVerdict(name),
        at,
        latencyMs,
        outcome: isOk ? ('OK' as const) : ('NG' as const),
        phases: { dns: null, connect: null, tls: null, firstByte, download: null },
        ...(isExcused && { quiet: { because: 'maintenance', by: 'w' } as const }),
      };
      return { run: { id, startedAt: at }, verdicts: [verdict], transitions: [] };
    }),
  { maxLength: 60 },
);

it.each([
  null,
  'Asia/Kolkata',
  'America/New_York',
])('has the same days hour by hour as all verdicts at once have, in %s', (timezone) => {
  const days = lastDays(NOW, timezone);
  fc.assert(
    fc.property(runs, (all) => {
      const whole = foldRuns(all);
      const hourOf = ({ run }: RunHistory) => Math.floor(Date.parse(run.startedAt) / HOUR_MS);
      const parts = [...Map.groupBy(all, hourOf)].toSorted(([a], [b]) => a - b).map(([, part]) => foldRuns(part));
      const kept = parts.slice(0, -1).reduce((bars, part) => withBuckets(bars, part, days), NO_BARS);
      const shown = daysIn(JSON.parse(JSON.stringify(kept)), NAMES, parts.at(-1) ?? new Map(), days);
      for (const name of NAMES) expect(shown.get(name)).toEqual(daysOf(whole.get(name) ?? [], days));
    }),
    { numRuns: 30 },
  );
});

it('lets days go that are no longer shown, and a check with its last one', () => {
  const one = { ...okVerdict('a'), at: new Date(NOW).toISOString() };
  const buckets = foldRuns([{ run: { startedAt: one.at }, verdicts: [one] }]);
  const bars = withBuckets(NO_BARS, buckets, lastDays(NOW, null));
  const later = (days: number) => withBuckets(bars, new Map(), lastDays(NOW + days * 24 * HOUR_MS, null));
  const counted = (days: number) => new Map(later(days).checks).get('a')?.reduce((sum, figure) => sum + figure, 0);
  expect([counted(1), counted(89), counted(90)]).toEqual([1, 1, undefined]);
});

it('reads buckets out of lines as they were, a check alone or all', () => {
  fc.assert(
    fc.property(runs, (all) => {
      const buckets = foldRuns(all);
      const text = linesOf(buckets);
      const sorted = (some: Iterable<readonly [string, unknown]>) => [...some].toSorted(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(bucketsIn(text))).toEqual(sorted(buckets));
      const read = readerOf(text);
      for (const name of NAMES) expect(read(name)).toEqual(buckets.get(name) ?? []);
    }),
    { numRuns: 50 },
  );
});
