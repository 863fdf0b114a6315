import { expect, it } from 'vitest';
import { localMemory } from '#local/memory.ts';
import { check } from './checks.ts';

// (1 + 3) × (60 + 5) + 3 × 2 s, and 4 × 35 s in which AWS may throttle each call
const slow = { timeoutMs: 60_000, rechecks: 3, recheckAfterSeconds: 2 };
const SECONDS_EACH = 406;

it.each([
  { why: 'an hour and five minutes, whatever short list', checks: 4, change: {}, seconds: 300 + 3_600 },
  {
    why: 'as long as a roll call of thousands may take here',
    checks: 4_000,
    change: slow,
    seconds: 300 + (4_000 / 40) * SECONDS_EACH + 1_200,
  },
])('a run may answer for $why', ({ checks, change, seconds }) => {
  const list = { checks: Array.from({ length: checks }, (_, at) => check(`check-${at}`, change)) };
  const { memory } = localMemory('not-opened.db', list, {
    now: () => 0,
    retentionMs: 0,
    listId: '/here/checks.yaml',
    concurrency: 40,
  });
  expect(memory.settleMs).toBe(seconds * 1000);
});
