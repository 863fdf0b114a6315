import { planOf } from '#core/check/alerting.ts';
import type { Transition } from '#core/incident/state.ts';
import { bodiesOf } from '#core/report/bodies.ts';
import { noticesOf, type ToTell } from '#core/report/notices.ts';
import type { Run } from '#core/run/run.ts';
import { ngVerdict } from '../../local/checks.ts';

export const RUN: Run = {
  id: 'arn:aws:states:us-east-1:123456789012:execution:Rollcall:x',
  startedAt: '2026-11-23T00:10:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'us-east-1',
};

export function news(type: Transition['type'], check: string, more: Partial<Transition> = {}): Transition {
  return {
    type,
    check,
    kind: 'target',
    since: '2026-11-23T00:00:00.000Z',
    at: RUN.startedAt,
    streak: 10,
    reason: { code: 'status', message: 'status 503, wanted 2xx' },
    flaky: false,
    ...more,
  };
}

/** The notifications about these transitions, each with its bodies. Verdicts are NG where a test gives no others. */
export function tell(transitions: readonly Transition[], more: Partial<ToTell> = {}) {
  const notices = noticesOf({
    run: RUN,
    verdicts: transitions.map(({ check }) => ngVerdict(check)),
    transitions,
    plan: planOf({ checks: [] }),
    topics: { defaultArn: 'arn:default', arns: new Map() },
    ...more,
  });
  return notices.map((notice) => {
    const bodies = bodiesOf(notice);
    return { ...notice, ...bodies, text: bodies.email ?? '', document: JSON.parse(bodies.default) };
  });
}

/** The one notification that there must be. */
export function tellOne(transitions: readonly Transition[], more: Partial<ToTell> = {}) {
  const [first, ...others] = tell(transitions, more);
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} notifications, wanted one`);
  return first;
}
