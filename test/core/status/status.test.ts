import { describe, expect, it } from 'vitest';
import { endingSoon } from '#core/status/certificates.ts';
import { overdueMs } from '#core/status/overdue.ts';
import type { Remembered } from '#core/status/remembered.ts';
import { type Observed, statusOf } from '#core/status/status.ts';
import { verdictOf } from '../incident/answers.ts';

const MINUTE = 60_000;
const at = (instant: string) => Date.parse(instant);
const WEEKDAYS = { cron: '0 9 * * MON-FRI', timezone: 'Europe/Paris' };
const MONDAY_9 = '2026-11-23T08:00:00.000Z';

describe('a run', () => {
  it.each([
    { schedule: { every: 300 }, last: '2026-11-23T10:00:00Z', now: '2026-11-23T10:07:30Z', late: null },
    { schedule: { every: 300 }, last: '2026-11-23T10:00:00Z', now: '2026-11-23T10:07:31Z', late: 151_000 },
    { schedule: WEEKDAYS, last: '2026-11-20T08:00:00Z', now: MONDAY_9, late: null },
    { schedule: WEEKDAYS, last: '2026-11-20T08:00:00Z', now: '2026-11-23T09:00:00Z', late: 60 * MINUTE },
    { schedule: WEEKDAYS, last: MONDAY_9, now: '2026-11-23T23:00:00Z', late: null },
    { schedule: { every: 300 }, last: null, now: MONDAY_9, late: null },
  ])('of $schedule after $last is at $now overdue for $late ms', ({ schedule, last, now, late }) => {
    expect(overdueMs({ schedule, longestRunSeconds: 30 }, last, at(now))).toBe(late);
  });
});

const remembered: Remembered = {
  open: [],
  offline: null,
  mutes: [],
  maintenance: [],
  timezone: null,
  shards: [
    { id: '5m-0', schedule: { every: 300 }, longestRunSeconds: 30, checks: ['a', 'b'] },
    { id: '1d-0', schedule: { every: 86_400 }, longestRunSeconds: 30, checks: ['c'] },
  ],
  guards: [],
};
const observed: Observed = {
  lastRuns: new Map([['5m-0', { startedAt: '2026-11-23T09:59:00.000Z', ok: 2, ng: 0 }]]),
  noneSince: new Map(),
  certificates: [],
  troubles: [],
  unknown: [],
};
const NOW = at('2026-11-23T10:00:00Z');

describe('a status', () => {
  it('finds nothing wrong with a monitor that runs, and has each shard with its last run', () => {
    expect(statusOf(remembered, observed, NOW)).toMatchObject({
      at: '2026-11-23T10:00:00.000Z',
      monitor: [],
      shards: [
        { shard: '5m-0', checks: 2, lastRun: { ok: 2, ng: 0 }, overdueMs: null },
        { shard: '1d-0', checks: 1, lastRun: null, overdueMs: null },
      ],
    });
  });

  it('has for trouble a guard that is down, a run that is late, one that never came, and what was seen', () => {
    const reason = { code: 'checker-fault', message: 'every guard is NG: up: refused' } as const;
    const seen = { kind: 'alarm', message: 'Nothing runs', since: null } as const;
    const { monitor } = statusOf(
      { ...remembered, offline: { since: MONDAY_9, reason } },
      { ...observed, noneSince: new Map([['1d-0', '2026-11-22T09:00:00.000Z']]), troubles: [seen] },
      NOW + 2 * 60 * MINUTE,
    );
    expect(monitor).toEqual([
      { kind: 'offline', message: 'every guard is NG: up: refused', since: MONDAY_9 },
      {
        kind: 'overdue',
        message: 'a run of 5m-0 is overdue for 1 h 56 min',
        since: '2026-11-23T09:59:00.000Z',
      },
      { kind: 'overdue', message: 'a run of 1d-0 is overdue for 3 h', since: null },
      seen,
    ]);
  });
});

it('a certificate ends soon when it is good for a month at most, counted from the day on which it was seen', () => {
  const past = (name: string, daysLeft: number | null, seen = MONDAY_9, fingerprint = name) => ({
    run: { id: 'r', startedAt: seen },
    verdict: { ...verdictOf('O', name), at: seen, certificate: { daysLeft, fingerprint } },
  });
  const none = { run: { id: 'r', startedAt: MONDAY_9 }, verdict: verdictOf('O', 'plain') };
  const latest = [
    past('far', 31),
    past('near', 30),
    past('unread', null),
    past('seen-before', 32, '2026-11-20T08:00:00.000Z'),
    past('other', 12, MONDAY_9, 'near'),
    none,
  ];
  expect(endingSoon(latest, NOW)).toEqual([
    { fingerprint: 'near', daysLeft: 12, checks: ['near', 'other'] },
    { fingerprint: 'seen-before', daysLeft: 29, checks: ['seen-before'] },
  ]);
});
