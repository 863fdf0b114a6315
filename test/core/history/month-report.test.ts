import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorBudget } from '#core/history/error-budget.ts';
import { foldRuns } from '#core/history/fold.ts';
import type { IncidentRecord } from '#core/history/incident-record.ts';
import { monthReport } from '#core/history/month-report.ts';
import { countsOf, exactPercentile, latenciesOf, verdictsOf } from './brute-force.ts';
import { NAMES, runsBetween } from './streams.ts';

const HOUR_MS = 3_600_000;
const [FROM, UNTIL] = [Date.parse('2026-09-30T22:00:00Z'), Date.parse('2026-10-31T23:00:00Z')];
const CHECKS = NAMES.map((name) => ({ name, tags: ['shop'], slo: 99 }));
const MONTH = { month: '2026-10', timezone: 'Europe/Berlin', now: UNTIL + 1, checks: CHECKS, incidents: [] };

function incident(since: string, endedAt: string | null, more: Partial<IncidentRecord> = {}): IncidentRecord {
  const reason = { code: 'status', message: 'status 503' } as const;
  const ends = endedAt === null ? [] : [{ type: 'recovered' as const, at: endedAt, reason }];
  const steps = [{ type: 'opened' as const, at: since, reason }, ...ends];
  return { check: 'login', kind: 'target', since, openedAt: since, endedAt, reason, flaky: false, steps, ...more };
}

const reportOf = (incidents: readonly IncidentRecord[], now = MONTH.now) => {
  const run = { startedAt: new Date(FROM).toISOString() };
  const OK = { outcome: 'OK', at: run.startedAt, degraded: false, latencyMs: 5, phases: null as never } as const;
  const buckets = foldRuns([{ run, verdicts: NAMES.map((name) => ({ ...OK, name })) }]);
  return monthReport({ ...MONTH, now, incidents, buckets });
};
const login = (incidents: readonly IncidentRecord[], now?: number) => reportOf(incidents, now).checks[1];

describe('a month', () => {
  it('has the uptime, the counts and the percentiles of its verdicts', () => {
    fc.assert(
      fc.property(runsBetween(FROM, UNTIL - 2 * HOUR_MS), (runs) => {
        const { checks, overall, from, until, isOver } = monthReport({ ...MONTH, buckets: foldRuns(runs) });
        expect([Date.parse(from), Date.parse(until), isOver]).toEqual([FROM, UNTIL, true]);
        const uptimes = NAMES.flatMap((name, index) => {
          const verdicts = verdictsOf(runs, name);
          const { ok, ng, ...others } = countsOf(verdicts);
          const uptime = ok + ng === 0 ? null : ok / (ok + ng);
          expect(checks[index]).toMatchObject({ name, ok, ng, ...others, uptime });
          const latencies = latenciesOf(verdicts);
          const said = checks[index]?.latency;
          if (latencies.length === 0) expect(said).toBeNull();
          // Said in tenths of a millisecond.
          else
            expect(Math.abs((said?.p95 ?? 0) - exactPercentile(latencies, 95))).toBeLessThan(
              0.05 + 0.02 * exactPercentile(latencies, 95),
            );
          return uptime ?? [];
        });
        if (uptimes.length === 0) expect(overall.uptime).toBeNull();
        else expect(overall.uptime).toBeCloseTo(uptimes.reduce((sum, uptime) => sum + uptime, 0) / uptimes.length, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('that goes on ends now', () => {
    const report = reportOf([], FROM + HOUR_MS);
    expect(report).toMatchObject({ isOver: false, until: new Date(FROM + HOUR_MS).toISOString() });
  });
});

describe('incidents of a month', () => {
  it('are repaired in the mean of the time from their first NG to the OK that ended them', () => {
    const both = [
      incident('2026-10-05T10:00:00Z', '2026-10-05T10:30:00Z'),
      incident('2026-10-20T10:00:00Z', '2026-10-20T11:30:00Z', { kind: 'fault' }),
    ];
    expect(login(both)).toMatchObject({
      incidents: 2,
      downMs: 2 * HOUR_MS,
      longestOutage: { since: '2026-10-20T10:00:00.000Z', lastedMs: 1.5 * HOUR_MS, isOver: true },
      mttrMs: HOUR_MS,
      mtbfMs: (UNTIL - FROM - 2 * HOUR_MS) / 2,
    });
    expect(reportOf(both).overall).toMatchObject({
      incidents: 2,
      mttrMs: HOUR_MS,
      mtbfMs: (3 * (UNTIL - FROM) - 2 * HOUR_MS) / 2,
    });
    expect(reportOf(both).checks[0]).toMatchObject({ incidents: 0, longestOutage: null, mttrMs: null, mtbfMs: null });
  });

  it.each([
    ['began before it', incident('2026-09-30T20:00:00Z', '2026-09-30T23:00:00Z'), 1, HOUR_MS, 3 * HOUR_MS],
    ['lasted beyond it', incident('2026-10-31T22:00:00Z', '2026-11-05T00:00:00Z'), 1, HOUR_MS, null],
    ['lasts on', incident('2026-10-31T22:30:00Z', null), 1, HOUR_MS / 2, null],
    ['was over before it', incident('2026-09-30T20:00:00Z', '2026-09-30T22:00:00Z'), 0, 0, null],
    ['began after it', incident('2026-10-31T23:00:00Z', null), 0, 0, null],
    ['was only slow', incident('2026-10-05T10:00:00Z', '2026-10-05T11:00:00Z', { kind: 'degraded' }), 0, 0, null],
    ['is a certificate’s', incident('2026-10-05T10:00:00Z', null, { checks: ['login'] }), 0, 0, null],
    ['is of a check that is not asked for', incident('2026-10-05T10:00:00Z', null, { check: 'other' }), 0, 0, null],
  ])('one that %s counts as far as it was in it', (_, one, incidents, downMs, mttrMs) => {
    expect(login([one])).toMatchObject({ incidents, downMs, mttrMs, mtbfMs: null });
    expect(reportOf([one]).overall).toMatchObject({ incidents, downMs });
  });

  it('of one check at the same time are down time once', () => {
    const fault = incident('2026-10-05T10:30:00Z', '2026-10-05T11:30:00Z', { kind: 'fault' });
    expect(login([incident('2026-10-05T10:00:00Z', '2026-10-05T11:00:00Z'), fault])?.downMs).toBe(1.5 * HOUR_MS);
  });

  it('that end because the check is on the list no more are not repaired', () => {
    const record = incident('2026-10-05T10:00:00Z', '2026-10-05T11:00:00Z');
    const steps = record.steps.map((step) => ({ ...step, type: 'removed' as const }));
    expect(login([{ ...record, steps }])).toMatchObject({ incidents: 1, mttrMs: null });
  });
});

describe('an error budget', () => {
  const monthMs = 30 * 24 * HOUR_MS;

  it.each([
    // target, uptime, observed, budget, consumed, percent, met
    [99.9, 1, monthMs, 43.2, 0, 0, true],
    [99.9, 0.999, monthMs, 43.2, 43.2, 100, true],
    [99.9, 0.9985, monthMs, 43.2, 64.8, 150, false],
    [99.9, 0.999, monthMs / 2, 43.2, 21.6, 50, true],
    [99, 0, monthMs, 432, 43_200, 10_000, false],
  ])('of %f %% at an uptime of %f, observed for %i ms', (target, uptime, observedMs, ...wanted) => {
    const [budget, consumed, consumedPercent, isMet] = wanted;
    expect(errorBudget(target, uptime, { observedMs, monthMs })).toEqual({
      target,
      isMet,
      budgetMs: budget * 60_000,
      consumedMs: consumed * 60_000,
      leftMs: budget * 60_000 - consumed * 60_000,
      consumedPercent,
    });
  });

  it('is not told of what was never counted', () => {
    expect(errorBudget(99.9, null, { observedMs: 0, monthMs })).toBeNull();
  });

  it('is used from the first verdict of the month on', () => {
    const at = new Date(UNTIL - 24 * HOUR_MS).toISOString();
    const verdict = {
      name: 'login',
      outcome: 'NG',
      at,
      degraded: false,
      latencyMs: null,
      phases: null as never,
    } as const;
    const buckets = foldRuns([{ run: { startedAt: at }, verdicts: [verdict] }]);
    const [, check] = monthReport({ ...MONTH, buckets }).checks;
    expect(check?.slo).toMatchObject({ consumedMs: 24 * HOUR_MS, isMet: false });
  });
});
