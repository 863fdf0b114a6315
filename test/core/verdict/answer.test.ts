import { describe, expect, it } from 'vitest';
import { answer } from '#core/verdict/answer.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { TcpCheck } from '#kinds/tcp/check.ts';
import { response } from './observations.ts';

const CHECK: TcpCheck = {
  name: 'db',
  kind: 'tcp',
  tags: ['a'],
  labels: { ok: 'fine', ng: 'broken' },
  timeoutMs: 1,
  connectTimeoutMs: 1,
  rechecks: 2,
  recheckAfterSeconds: 1,
  schedule: { every: 300 },
  target: { host: 'db', port: 1 },
  expect: { latencyMs: null },
};
const AT = new Date('2026-01-02T03:04:05Z');
const SLOW: Reason = { code: 'latency', message: 'latency 2 ms, wanted 1 ms or less' };
const CONNECTED = { outcome: 'connected', phases: NO_PHASES, latencyMs: 2 } as const;

describe('the verdict', () => {
  it.each([
    [undefined, undefined],
    ['critical', undefined],
    ['info', 'info'],
  ] as const)('of a check with severity %s says %s: only what is unusual takes room', (severity, said) => {
    const check = { ...CHECK, ...(severity && { alerts: { severity } }) };
    const verdict = answer({ check, previous: { attempts: 0 } }, CONNECTED, { reason: null }, AT);
    expect(verdict.severity).toBe(said);
  });

  it('has every field of the contract', () => {
    expect(answer({ check: CHECK, previous: { attempts: 0 } }, CONNECTED, { reason: null }, AT)).toEqual({
      name: 'db',
      kind: 'tcp',
      outcome: 'OK',
      reason: null,
      status: null,
      latencyMs: 2,
      phases: NO_PHASES,
      attempts: 1,
      recheck: false,
      flaky: false,
      degraded: false,
      label: 'fine',
      tags: ['a'],
      at: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each<[before: number, reason: Reason | null, wanted: object]>([
    [0, SLOW, { outcome: 'NG', attempts: 1, recheck: true, flaky: false, label: 'broken' }],
    [1, SLOW, { outcome: 'NG', attempts: 2, recheck: true, flaky: false }],
    [2, SLOW, { outcome: 'NG', attempts: 3, recheck: false, flaky: false }],
    [1, null, { outcome: 'OK', attempts: 2, recheck: false, flaky: true }],
  ])('after %i attempts with reason %j asks for another or not', (attempts, reason, wanted) => {
    expect(answer({ check: CHECK, previous: { attempts } }, CONNECTED, { reason }, AT)).toMatchObject(wanted);
  });

  it('shows an excerpt on NG only', () => {
    const event = { check: CHECK, previous: { attempts: 0 } };
    expect(answer(event, response({ status: 500 }), { reason: SLOW, excerpt: 'body' }, AT)).toMatchObject({
      excerpt: 'body',
      status: 500,
    });
    expect(answer(event, response(), { reason: null, excerpt: 'body' }, AT)).not.toHaveProperty('excerpt');
  });

  it.each([
    [{}, null, false, undefined],
    [{ degraded: { total: 2, connect: 1 } }, null, false, undefined],
    [{ degraded: { total: 1 } }, null, true, 'latency 2 ms > 1 ms'],
    [
      { degraded: { total: 1 } },
      'ends in 9 days, warned below 21',
      true,
      'ends in 9 days, warned below 21, latency 2 ms > 1 ms',
    ],
    [{}, 'ends in 9 days, warned below 21', true, 'ends in 9 days, warned below 21'],
  ])('of a check with %j and the warning %j is degraded or not, and says why', (settings, warning, degraded, words) => {
    const event = { check: { ...CHECK, ...settings }, previous: { attempts: 0 } };
    const verdict = answer(event, CONNECTED, { reason: null, warning }, AT);

    expect([verdict.degraded, verdict.warning]).toEqual([degraded, words]);
    expect(answer(event, CONNECTED, { reason: SLOW, warning }, AT)).toMatchObject({ outcome: 'NG', degraded: false });
  });
});
