import { describe, expect, it } from 'vitest';
import type { Day } from '#core/history/days.ts';
import type { PageCheck } from '#core/page/page-data.ts';
import { bars } from '#core/page/parts/bars.ts';
import { detailsFor } from '#core/page/view/details.ts';
import { overallOf } from '#core/page/view/overall.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import type { ShownState } from '#core/page/view/state.ts';
import { en } from '#core/page/words/en.ts';
import { formatFor } from '#core/page/words/format.ts';
import type { OpenIncident } from '#core/status/remembered.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { samplePage, samplePageDetails } from '../../../docs/sample-page.ts';
import { pageOf, sampleCheck } from './pages.ts';

const opened = (more: Partial<OpenIncident>): OpenIncident => ({
  check: 'cart',
  kind: 'target',
  since: '2026-11-26T14:00:00.000Z',
  severity: 'critical',
  reason: { code: 'status', message: 'status 500, wanted 200' },
  quiet: [],
  dependents: [],
  ...more,
});

/** What a reader sees of the sample with these incidents open. */
function openTo(scope: 'private' | 'public', ...open: readonly OpenIncident[]) {
  const { status, ...data } = samplePage();
  return shownTo({ ...data, status: { ...status, open }, incidents: [] }, scope).open;
}

const answering = (name: string, more: Partial<Verdict>): PageCheck => {
  const check = sampleCheck(name);
  return { ...check, latest: check.latest && { ...check.latest, verdict: { ...check.latest.verdict, ...more } } };
};

describe('what strangers see of incidents', () => {
  it('is which of their checks go down with it, and no other', () => {
    const incident = opened({ dependents: ['orders-db', 'checkout'] });

    expect(openTo('public', incident)).toMatchObject([{ dependents: ['checkout'] }]);
    expect(openTo('private', incident)).toMatchObject([{ dependents: ['orders-db', 'checkout'] }]);
  });

  it('is that there is maintenance, and nothing else of why it is quiet', () => {
    const until = '2026-11-26T15:00:00.000Z';
    const quiet = [
      { because: 'maintenance', by: 'window', until },
      { because: 'muted', by: null, until },
      { because: 'parent', by: 'orders-db', until: null },
    ] as const;

    expect(openTo('public', opened({ quiet }))[0]?.quiet).toEqual([{ because: 'maintenance', by: null, until }]);
  });

  it('is none of those in which Rollcall could not check, nor of a certificate', () => {
    const fault = opened({ kind: 'fault' });
    const certificate = opened({ check: '(certificate 0a)', checks: ['cart'] });

    expect(openTo('public', fault, certificate)).toEqual([]);
    expect(openTo('private', fault, certificate).map(({ kind }) => kind)).toEqual(['fault', 'certificate']);
  });
});

describe('a check that is NG for its certificate alone', () => {
  const reason = { code: 'certificate', message: 'ends in 6 days' } as const;
  const data = pageOf([answering('cart', { outcome: 'NG', reason })]);

  it('is OK for strangers, whom it serves', () => {
    expect(shownTo(data, 'public').checks).toMatchObject([{ state: 'ok', why: null }]);
    expect(shownTo(data, 'private').checks).toMatchObject([{ state: 'ng', why: { words: 'ends in 6 days' } }]);
  });
});

it('has no figure of the answers for strangers but how long they took', () => {
  const data = samplePage();
  const details = samplePageDetails(data, 'orders-api');

  expect(detailsFor(details, 'private').results[0]).toMatchObject({ status: 503, attempts: 2 });
  const { results, recent, own } = detailsFor(details, 'public');
  expect(results[0]).toMatchObject({ status: null, attempts: null, latencyMs: 88, why: { category: 'wrong' } });
  expect(recent.every(({ phased, phases }) => phased === 0 && phases.firstByte === 0)).toBe(true);
  expect(own).toBeNull();
});

describe('the state of a check', () => {
  const fault = { code: 'config', message: 'm' } as const;
  const refused = { code: 'refused', message: 'm' } as const;
  it.each<[string, Partial<Verdict>, ShownState]>([
    ['OK', {}, 'ok'],
    ['OK, and slow', { degraded: true }, 'slow'],
    ['NG', { outcome: 'NG', reason: refused }, 'ng'],
    ['NG, muted', { outcome: 'NG', reason: refused, quiet: { because: 'muted', by: 'noon' } }, 'ng'],
    ['not asked', { outcome: 'NG', reason: fault }, 'fault'],
    ['NG, offline', { outcome: 'NG', reason: refused, quiet: { because: 'offline', by: null } }, 'unknown'],
  ])('that is %s is %s', (_, more, state) => {
    expect(shownTo(pageOf([answering('cart', more)]), 'private').checks[0]?.state).toBe(state);
  });
});

describe('the overall state', () => {
  const of = (states: readonly ShownState[], isOffline = false) => {
    const [check] = shownTo(pageOf([sampleCheck('cart')]), 'private').checks;
    if (check === undefined) throw new Error('there is a check');
    return overallOf({ checks: states.map((state) => ({ ...check, state })), isOffline }, en);
  };
  it.each<[readonly ShownState[], ShownState, string, string | null]>([
    [['ok', 'ok'], 'ok', 'All 2 checks are OK', null],
    [['ok'], 'ok', 'The check is OK', null],
    [['ok', 'unknown'], 'ok', '1 OK', '1 without an answer yet'],
    [['unknown', 'unknown'], 'unknown', 'Nothing has answered yet', null],
    [[], 'unknown', 'There is no check to show', null],
    [['ng', 'ng'], 'ng', 'Everything is down', null],
    [['ng'], 'ng', '1 of 1 check down', null],
    [['ok', 'slow', 'ng', 'fault'], 'ng', '1 of 4 checks down', '1 not checked, 1 slow, 1 OK'],
    [['ok', 'slow', 'maintenance'], 'slow', '1 of 3 checks slow', '1 in maintenance, 1 OK'],
    [['ok', 'maintenance'], 'maintenance', 'Maintenance of 1 check', '1 OK'],
    [['unknown', 'fault'], 'fault', '1 of 2 checks could not be checked', '1 without an answer yet'],
  ])('of %j is %s: %s', (states, state, sentence, beside) => {
    expect(of(states)).toEqual({ state, sentence, beside });
  });

  it('of a monitor that is offline is unknown', () => {
    expect(of(['ok', 'ng'], true)).toMatchObject({ state: 'unknown', beside: null });
  });
});

describe('a strip of days', () => {
  const format = formatFor('en', { timezone: null, at: '2026-11-26T00:00:00.000Z' });
  const day = (ok: number, ng: number, degraded = 0): Day => {
    return { date: '2026-11-26', ok, ng, degraded, excused: 0, uptime: ok + ng === 0 ? null : ok / (ok + ng) };
  };
  const pathsOf = (days: readonly Day[]) =>
    [...`${bars(days, format)}`.matchAll(/class="(\w+)" d="([^"]*)"/g)].map(([, state, d]) => [state, d]);

  it('ends today on the right, neighbours that are alike in one piece', () => {
    expect(pathsOf([day(9, 0), day(9, 0), day(0, 0), day(9, 0)])).toEqual([['ok', 'M86 7h2M89 7h1']]);
  });

  it('is full where more than 5 % was NG, and in between where less was, or something was slow', () => {
    expect(pathsOf([day(94, 6), day(95, 5), day(9, 0, 1)])).toEqual([
      ['part', 'M88 6h2'],
      ['bad', 'M87 5h1'],
    ]);
  });

  it('has no more than 90 days', () => {
    expect(pathsOf(Array.from({ length: 100 }, () => day(1, 0)))).toEqual([['ok', 'M0 7h90']]);
  });
});
