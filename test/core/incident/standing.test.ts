import { expect, it } from 'vitest';
import { standingIn } from '#core/incident/standing.ts';
import type { CheckState, Track } from '#core/incident/state.ts';

const reason = { code: 'status', message: 'status 503, wanted 200' } as const;
const track = (since: string, openedAt: string | null): Track => ({
  since,
  streak: 2,
  calm: 0,
  openedAt,
  toldAt: openedAt,
  reason,
});
const state = (name: string, target: Track | null, fault: Track | null = null): CheckState => ({
  name,
  target,
  fault,
  lastRun: { startedAt: '2026-11-23T09:00:00.000Z', id: 'r' },
  told: [],
});

it('is what has opened and is not over, the longest first', () => {
  const states = [
    state('young', track('2026-11-23T08:00:00.000Z', '2026-11-23T08:05:00.000Z')),
    state('not-yet-open', track('2026-11-23T07:00:00.000Z', null)),
    state('well', null),
    state('old', null, track('2026-11-22T08:00:00.000Z', '2026-11-22T08:05:00.000Z')),
  ];

  expect(standingIn(states)).toEqual([
    { check: 'old', kind: 'fault', since: '2026-11-22T08:00:00.000Z', severity: 'critical', reason },
    { check: 'young', kind: 'target', since: '2026-11-23T08:00:00.000Z', severity: 'critical', reason },
  ]);
});
