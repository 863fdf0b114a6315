import { describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import type { Transition } from '#core/incident/state.ts';
import { noticesOf } from '#core/report/incident-notice.ts';
import type { Run } from '#core/run/run.ts';
import { verdictOf } from '../incident/answers.ts';

const run: Run = {
  id: 'x',
  startedAt: '2026-11-23T00:10:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'local',
};

function news(type: Transition['type'], check: string, more: Partial<Transition> = {}): Transition {
  const reason = { code: 'status', message: 'status 503, wanted 200' } as const;
  return {
    type,
    check,
    kind: 'target',
    since: '2026-11-23T00:00:00.000Z',
    at: run.startedAt,
    streak: 10,
    reason,
    flaky: false,
    ...more,
  };
}

const noticeOf = (transitions: readonly Transition[]) =>
  noticesOf(
    run,
    transitions.map(({ check }) => verdictOf('N', check)),
    transitions,
    'arn:t',
  );

describe('the notification of a run', () => {
  it('is none when nothing is to be told', () => {
    expect(noticesOf(run, [verdictOf('N')], [], 'arn:t')).toEqual([]);
  });

  it('is one for all news, the worst first', () => {
    const notices = noticeOf([
      news('recovered', 'pay'),
      news('reminder', 'search'),
      news('opened', 'orders'),
      news('opened', 'login', { kind: 'fault' }),
      news('recovered', 'mail', { kind: 'fault' }),
    ]);
    expect(notices.map(({ subject }) => subject)).toEqual([
      'NG: orders; could not check: login; still NG: search; recovered: pay; can check again: mail',
    ]);
  });

  it('never says that a target is NG when Rollcall could not check', () => {
    const [notice] = noticeOf([news('opened', 'login', { kind: 'fault' })]);
    expect(notice?.subject).toBe('could not check: login');
    expect(notice?.message).toMatch(/^could not check: login .*\n.*\n {3}Rollcall could not check; nothing is known/);
  });

  it('says what was wrong, since when and for how many runs when it is over', () => {
    const [notice] = noticeOf([news('recovered', 'pay', { flaky: true })]);
    expect(notice?.message.split('\n').slice(0, 3)).toEqual([
      'recovered: pay · was: status 503, wanted 200',
      '   since 2026-11-23T00:00:00.000Z (10 min), 10 NG runs',
      '   its OK needed a recheck',
    ]);
  });

  it('keeps within its budget, and says how many it left out', () => {
    const reason = { code: 'body', message: '状'.repeat(200) } as const;
    const notices = noticeOf(Array.from({ length: 400 }, (_, at) => news('opened', `check-${at}`, { reason })));
    expect(new TextEncoder().encode(JSON.stringify(notices)).length).toBeLessThanOrEqual(BUDGETS.notificationsBytes);
    expect(notices[0]?.message).toMatch(/… and \d+ more, left out because a message has no room for them/);
  });
});
