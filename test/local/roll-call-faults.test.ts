import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { TrackIncidentsEvent } from '#functions/track-incidents/track-incidents.ts';
import { call, memorySinks } from './call.ts';
import { check, ngVerdict, okVerdict, scripted } from './checks.ts';

const three = [check('first'), check('broken'), check('last')];
const outcomes = (results: readonly Verdict[]) => results.map((v) => `${v.name} ${v.outcome} ${v.reason?.code ?? ''}`);

describe('a checker that breaks', () => {
  it.each([
    [
      'throws an Error',
      () => {
        throw new TypeError('boom');
      },
    ],
    [
      'throws something else',
      () => {
        throw 'boom';
      },
    ],
    ['answers null', () => null],
    ['answers nothing', () => undefined],
    ['answers {}', () => ({})],
    ['answers []', () => []],
    ['answers 0', () => 0],
    ['answers false', () => false],
    ['answers a string', () => 'OK'],
    ['answers a huge string', () => 'OK'.repeat(100_000)],
    ['answers what is no JSON', () => 1n],
    ['answers for another check', () => okVerdict('first')],
    ['answers an outcome there is not', () => ({ ...okVerdict('broken'), outcome: 'FINE' })],
    ['answers with no recheck', () => ({ ...okVerdict('broken'), recheck: undefined })],
    ['wants a recheck as a string', () => ({ ...ngVerdict('broken'), recheck: 'true' })],
    ['wants rechecks without counting', () => ngVerdict('broken', { recheck: true, attempts: 0 })],
    ['wants rechecks without attempts', () => ({ ...ngVerdict('broken', { recheck: true }), attempts: undefined })],
    ['wants a recheck that the check does not have', () => ngVerdict('broken', { recheck: true })],
    ['counts attempts in words', () => ({ ...ngVerdict('broken', { recheck: true }), attempts: 'one' })],
  ])('that %s is NG checker-fault, for that check alone', async (_, broken) => {
    const { sinks, alerts, metrics } = memorySinks();
    const rollCall = await call(three, { sinks }, { functions: { CheckHttp: scripted({ broken }) } });
    expect(outcomes(rollCall.results)).toEqual(['first OK ', 'broken NG checker-fault', 'last OK ']);
    expect(rollCall).toMatchObject({ failure: null, counts: { ok: 2, ng: 1, checkerFaults: 1 } });
    expect(alerts.map(({ subject }) => subject)).toEqual(['could not check 1 of 3: broken']);
    expect(metrics).toHaveLength(1);
  });

  /** Lambda refuses the first `times` calls for the check. */
  function throttled(times: number, error = 'Lambda.TooManyRequestsException') {
    const calls = { count: 0 };
    const broken = () => {
      calls.count += 1;
      if (calls.count <= times) throw Object.assign(new Error('Rate Exceeded.'), { name: error });
      return okVerdict('broken');
    };
    return { calls, functions: { CheckHttp: scripted({ broken }) } };
  }

  it('that is throttled six times is tried a seventh, and answers as if nothing had been', async () => {
    const { calls, functions } = throttled(6);
    const { results } = await call(three, {}, { functions });
    expect([outcomes(results)[1], calls.count]).toEqual(['broken OK ', 7]);
  });

  it.each([
    'Lambda.TooManyRequestsException',
    'Lambda.EC2ThrottledException',
  ])('that is throttled each time, by %s, is a checker fault that says so', async (error) => {
    const { calls, functions } = throttled(Number.POSITIVE_INFINITY, error);
    const { results, counts } = await call(three, {}, { functions });
    expect(outcomes(results)).toEqual(['first OK ', 'broken NG checker-fault', 'last OK ']);
    expect([calls.count, counts.checkerFaults]).toEqual([7, 1]);
    expect(results[1]?.reason?.message).toMatch(/^Lambda throttled the checker at each of 7 tries/);
    expect(Object.keys(results[1] ?? {}).sort()).toEqual(Object.keys(okVerdict('x')).sort());
  });

  it('that is broken is tried three times only', async () => {
    const { calls, functions } = throttled(Number.POSITIVE_INFINITY, 'Lambda.ServiceException');
    const { results } = await call(three, {}, { functions });
    expect([outcomes(results)[1], calls.count]).toEqual(['broken NG checker-fault', 3]);
  });

  it('is NG checker-fault when it hangs past its Lambda time-out, and its place is free again', async () => {
    const hanging = { ...scripted({ broken: () => new Promise(() => {}) }), timeoutSeconds: 0.05 };
    const rollCall = await call(three, { concurrency: 1 }, { functions: { CheckHttp: hanging } });
    expect(outcomes(rollCall.results)).toEqual(['first OK ', 'broken NG checker-fault', 'last OK ']);
  });

  it('gets a whole verdict in its place, with the time the run started', async () => {
    const broken = () => Promise.reject(new Error('boom'));
    const checks = [check('broken', { tags: ['a'], labels: { ok: 'up', ng: 'down' } })];
    const { results, run } = await call(checks, {}, { functions: { CheckHttp: scripted({ broken }) } });
    const [fault] = results;
    expect(Object.keys(fault ?? {}).sort()).toEqual(Object.keys(okVerdict('x')).sort());
    expect(fault).toMatchObject({
      kind: 'http',
      label: 'down',
      tags: ['a'],
      attempts: 0,
      recheck: false,
      status: null,
      at: run.startedAt,
    });
  });

  it('fails the execution when it answers more than Step Functions takes, which nothing catches there either', async () => {
    const broken = () => 'x'.repeat(256 * 1024);
    const rollCall = await call(three, { concurrency: 1 }, { functions: { CheckHttp: scripted({ broken }) } });
    expect(rollCall.failure).toEqual({
      error: 'States.DataLimitExceeded',
      cause: expect.stringContaining('the result of CheckHttp is 262175 bytes'),
    });
    expect(outcomes(rollCall.results)).toEqual(['first OK ']);
  });

  it('that fails the execution is the last that is called', async () => {
    const called: string[] = [];
    const invoke = async (event: { check: { name: string } }) => {
      called.push(event.check.name);
      return event.check.name === 'broken' ? 'x'.repeat(256 * 1024) : okVerdict(event.check.name);
    };
    const after = Array.from({ length: 50 }, (_, i) => check(`after-${i}`));
    await call([...three, ...after], { concurrency: 1 }, { functions: { CheckHttp: { invoke } } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(called).toEqual(['first', 'broken']);
  });

  it('is retried for a fault of the Lambda service, three calls in all', async () => {
    let calls = 0;
    const broken = () => {
      calls += 1;
      if (calls === 3) return okVerdict('broken');
      throw Object.assign(new Error('busy'), { name: 'Lambda.TooManyRequestsException' });
    };
    const { counts } = await call(three, {}, { functions: { CheckHttp: scripted({ broken }) } });
    expect(counts.ok).toBe(3);
  });
});

describe('rechecks', () => {
  it('turn an NG into a flaky OK, told once', async () => {
    const told: string[] = [];
    const broken = ({ previous }: { previous: { attempts: number } }) =>
      previous.attempts === 0
        ? ngVerdict('broken', { recheck: true })
        : okVerdict('broken', { attempts: previous.attempts + 1, flaky: true });
    const checks = [check('first'), check('broken', { rechecks: 1 })];
    const onVerdict = ({ name, outcome }: Verdict) => told.push(`${name} ${outcome}`);
    const rollCall = await call(checks, { onVerdict }, { functions: { CheckHttp: scripted({ broken }) } });
    expect(rollCall.results[1]).toMatchObject({ outcome: 'OK', attempts: 2, flaky: true });
    expect(told.toSorted()).toEqual(['broken OK', 'first OK']);
  });

  it('hand the checker the verdict before', async () => {
    const seen: unknown[] = [];
    const broken = ({ previous }: { previous: { attempts: number } }) => {
      seen.push(previous);
      const attempts = previous.attempts + 1;
      return ngVerdict('broken', { attempts, recheck: attempts <= 2 });
    };
    const checks = [check('broken', { rechecks: 2 })];
    const rollCall = await call(checks, {}, { functions: { CheckHttp: scripted({ broken }) } });
    expect(seen).toEqual([
      { attempts: 0 },
      ngVerdict('broken', { recheck: true }),
      ngVerdict('broken', { attempts: 2, recheck: true }),
    ]);
    expect(rollCall.results[0]).toMatchObject({ outcome: 'NG', attempts: 3, recheck: false });
  });
});

describe('alert and metrics', () => {
  const functions = { CheckHttp: scripted({ broken: () => ngVerdict('broken') }) };

  it('are tried again in Finish, and then the run has not failed', async () => {
    const { sinks, alerts, metrics, tries } = memorySinks({ publish: 1, putMetricData: 1 });
    const rollCall = await call(three, { sinks }, { functions });
    expect(rollCall.failure).toBeNull();
    expect([alerts.length, metrics.length]).toEqual([1, 1]);
    expect(tries).toEqual({ publish: 2, putMetricData: 2 });
    expect(rollCall.notifications).toEqual(alerts);
  });

  it('do not depend on each other: SNS fails for good, the metrics are written, the run ends with its error', async () => {
    const { sinks, metrics, tries } = memorySinks({ publish: 9 });
    const rollCall = await call(three, { sinks }, { functions });
    expect(rollCall.failure).toEqual({ error: 'SNS.NotFoundException', cause: 'Topic does not exist' });
    expect(metrics).toHaveLength(1);
    expect(tries.publish).toBe(2);
    expect(rollCall.counts).toMatchObject({ total: 3, ng: 1 });
    expect(rollCall.notifications.map(({ subject }) => subject)).toEqual(['NG 1 of 3: broken']);
  });

  it('do not depend on each other: CloudWatch fails for good, the alert is out, the run ends with its error', async () => {
    const { sinks, alerts, tries } = memorySinks({ putMetricData: 9 });
    const rollCall = await call(three, { sinks }, { functions });
    expect(rollCall.failure).toMatchObject({ error: 'InternalServiceFault' });
    expect(JSON.parse(rollCall.failure?.cause ?? '')).toMatchObject({
      errorType: 'InternalServiceFault',
      errorMessage: '1 of 1 requests failed: try later; 0 of 8 metrics were written',
      trace: expect.any(Array),
    });
    expect(alerts).toHaveLength(1);
    expect(tries.putMetricData).toBe(2);
  });

  it('are out before a dead tracker fails the run, with an alert that says so', async () => {
    const { sinks, alerts, metrics } = memorySinks();
    const dead = { invoke: () => Promise.reject(new Error('no memory')) };
    const rollCall = await call(three, { sinks }, { functions: { ...functions, TrackIncidents: dead } });
    expect(alerts.map(({ subject }) => subject)).toEqual([expect.stringContaining('could not be tracked')]);
    expect(metrics).toHaveLength(1);
    expect(rollCall.failure).toEqual({ error: 'Error', cause: expect.stringContaining('no memory') });
    expect(rollCall.counts.total).toBe(3);
  });

  it('are finished by a tracker that works the second time', async () => {
    const modes: string[] = [];
    const late = {
      invoke: async ({ mode, run, verdicts }: TrackIncidentsEvent) => {
        modes.push(mode);
        return { run, verdicts, recorded: mode === 'record', counts: null, notifications: [] };
      },
    };
    const rollCall = await call(three, {}, { functions: { ...functions, TrackIncidents: late } });
    expect([modes, rollCall.failure]).toEqual([['decide', 'record'], null]);
  });

  it('are nothing to fail for when all is OK: no alert, one request of metrics', async () => {
    const { sinks, alerts, metrics } = memorySinks();
    const rollCall = await call(three, { sinks }, { functions: { CheckHttp: scripted() } });
    expect([rollCall.failure, rollCall.notifications, alerts, metrics.length]).toEqual([null, [], [], 1]);
  });
});
