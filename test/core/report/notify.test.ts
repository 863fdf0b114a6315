import { describe, expect, it } from 'vitest';
import { BUDGETS } from '#core/contract.ts';
import { notificationsFor } from '#core/report/notify.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { ngVerdict, okVerdict } from '../../local/checks.ts';

const run: Run = {
  id: 'arn:run',
  startedAt: '2026-01-31T09:05:00.000Z',
  trigger: 'manual',
  shard: null,
  concurrency: 40,
  region: 'local',
};
const alertOf = (...verdicts: Verdict[]) => {
  const [first, ...others] = notificationsFor(run, verdicts, 'arn:topic');
  expect(others).toEqual([]);
  if (first === undefined) throw new Error('no notification');
  return first;
};

describe('notificationsFor', () => {
  it('has nothing to say when all are OK', () => {
    expect(notificationsFor(run, [okVerdict('a', { flaky: true })], 'arn:topic')).toEqual([]);
  });

  it('says what is NG, how, and in which run', () => {
    const bad = ngVerdict('orders', {
      attempts: 2,
      excerpt: 'down for now',
      tags: ['pay', 'eu'],
      curl: 'curl http://x',
    });
    expect(alertOf(okVerdict('a', { flaky: true }), bad)).toEqual({
      topicArn: 'arn:topic',
      subject: 'NG 1 of 2: orders',
      message: [
        'NG orders · status 503, wanted 2xx',
        '   status 503 · 3 ms · connect 1, firstByte 1, download 1 · 2 attempts',
        '   said: down for now',
        '   try: curl http://x',
        '   tags: pay, eu',
        '',
        '1 NG and 1 OK of 2; 1 OK only on a recheck',
        'manual run at 2026-01-31T09:05:00.000Z',
        'execution arn:run',
        '',
      ].join('\n'),
    });
  });

  it('names the shard of a scheduled run, and counts checker faults apart', () => {
    const fault = ngVerdict('a', { reason: { code: 'checker-fault', message: 'broke' } });
    const [alert] = notificationsFor({ ...run, trigger: 'schedule', shard: '5m-0' }, [fault], 't');
    expect(alert?.message).toContain('scheduled run of shard 5m-0 at 2026');
    expect(alert?.message).toContain('1 of them because a checker itself failed');
  });

  it.each([
    ['a few', ['a', 'b'], 'NG 2 of 2: a, b'],
    [
      'more than fit',
      Array.from({ length: 30 }, (_, i) => `check-${i}`),
      /^NG 30 of 30: check-0, .*, check-\d+ \+\d+$/,
    ],
    ['a long one', ['x'.repeat(300)], /^NG 1 of 1: x+\.\.\.$/],
    ['one that is not ASCII', ['注文\n'], /^NG 1 of 1: \?\?\??$/],
  ])('has a subject that SNS takes for %s', (_, names, expected) => {
    const { subject } = alertOf(...names.map((name) => ngVerdict(name)));
    expect(subject).toMatch(expected);
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  });

  it('stays within its bytes in the state, and says how many it left out', () => {
    const verdicts = Array.from({ length: 4000 }, (_, i) =>
      ngVerdict(`check-${i}`, { excerpt: '\u0001"é'.repeat(50) }),
    );
    const alerts = notificationsFor(run, verdicts, 'arn:topic');
    expect(Buffer.byteLength(JSON.stringify(alerts))).toBeLessThanOrEqual(BUDGETS.notificationsBytes);
    const shown = alerts[0]?.message.match(/^NG /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(alerts[0]?.message).toContain(`… and ${4000 - shown} more NG, left out`);
    expect(alerts[0]?.message).toContain('4000 NG and 0 OK of 4000');
  });

  it('lets nothing of a verdict act on a terminal', () => {
    const { message } = alertOf(ngVerdict('a\u001b[2J', { excerpt: 'x\u0007\r\n\u202ey', tags: ['\u0000'] }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('takes a verdict that is no more than RouteVerdict asks for', () => {
    const bare = { name: 'a', outcome: 'NG', recheck: false } as unknown as Verdict;
    expect(alertOf(bare).message).toContain('NG a · no reason was given');
    const odd = {
      ...bare,
      reason: 5,
      phases: 'no',
      tags: 'none',
      excerpt: {},
      curl: [1],
      attempts: {},
    } as unknown as Verdict;
    expect(alertOf(odd).message).toContain('NG a · no reason was given');
  });
});
