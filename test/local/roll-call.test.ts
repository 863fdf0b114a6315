import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#core/check/incident-policy.ts';
import { InvalidInput } from '#core/run/invalid-input.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { memoryStore } from '../core/incident/memory-store.ts';
import { call, memorySinks } from './call.ts';
import { check, ngVerdict, okVerdict, scripted } from './checks.ts';

const many = (count: number) => Array.from({ length: count }, (_, i) => check(`check-${i}`, { tags: [`t${i % 2}`] }));
const names = (results: readonly Verdict[]) => results.map(({ name }) => name);

describe('a list longer than one run', () => {
  it('is answered whole, in its order, with metrics a run and one alert for all', async () => {
    const checks = many(250);
    const otherwise = { 'check-7': () => ngVerdict('check-7'), 'check-207': () => ngVerdict('check-207') };
    const { sinks, alerts, metrics } = memorySinks();
    const rollCall = await call(checks, { sinks }, { functions: { CheckHttp: scripted(otherwise) } });
    expect(names(rollCall.results)).toEqual(checks.map(({ name }) => name));
    expect(rollCall).toMatchObject({ failure: null, interrupted: false, counts: { total: 250, ok: 248, ng: 2 } });
    expect(alerts.map(({ subject }) => subject)).toEqual(['NG 2 of 250: check-7, check-207']);
    expect(alerts[0]?.message).toContain(rollCall.run.id);
    expect(rollCall.notifications).toEqual(alerts);
    expect(metrics.map(({ MetricData }) => MetricData.length)).toEqual([105, 105, 55]);
  });

  it.each([1, 7, 40])('has %i checks in flight in all, and keeps that many', async (concurrency) => {
    let now = 0;
    let most = 0;
    const invoke = async ({ check: { name } }: { check: { name: string } }) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return okVerdict(name);
    };
    const rollCall = await call(many(220), { concurrency }, { functions: { CheckHttp: { invoke } } });
    expect([most, rollCall.counts.ok]).toEqual([concurrency, 220]);
  });

  it('goes on with later runs while a slow check holds an early one open', async () => {
    const released = Promise.withResolvers<Verdict>();
    const answered: string[] = [];
    const rollCall = await call(
      many(220),
      {
        concurrency: 2,
        onVerdict({ name }) {
          answered.push(name);
          if (answered.length === 219) released.resolve(okVerdict('check-0'));
        },
      },
      { functions: { CheckHttp: scripted({ 'check-0': () => released.promise }) } },
    );
    expect(answered.at(-1)).toBe('check-0');
    expect(rollCall.counts.ok).toBe(220);
  });

  it('lets no clock run while a check waits for its turn', async () => {
    const invoke = async ({ check: { name } }: { check: { name: string } }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return okVerdict(name);
    };
    const functions = { CheckHttp: { invoke, timeoutSeconds: 0.1 } };
    const { counts } = await call(many(150), { concurrency: 1 }, { functions });
    expect(counts).toMatchObject({ ok: 150, checkerFaults: 0 });
  });

  it('fails with the error of its first failed run, with all verdicts and the alert', async () => {
    const { sinks, alerts, metrics } = memorySinks({ putMetricData: 9 });
    const functions = { CheckHttp: scripted({ 'check-1': () => ngVerdict('check-1') }) };
    const rollCall = await call(many(150), { sinks }, { functions });
    expect(rollCall.failure?.error).toBe('InternalServiceFault');
    expect([rollCall.results.length, alerts.length, metrics.length]).toEqual([150, 1, 0]);
  });

  it('tries the alert twice, then fails with the error of SNS', async () => {
    const functions = { CheckHttp: scripted({ 'check-1': () => ngVerdict('check-1') }) };
    const once = memorySinks({ publish: 1 });
    expect((await call(many(150), { sinks: once.sinks }, { functions })).failure).toBeNull();
    expect(once.alerts).toHaveLength(1);
    const dead = memorySinks({ publish: 9 });
    const rollCall = await call(many(150), { sinks: dead.sinks }, { functions });
    expect(rollCall.failure).toEqual({ error: 'SNS.NotFoundException', cause: 'Topic does not exist' });
    expect([dead.tries.publish, dead.metrics.length]).toEqual([2, 2]);
  });
});

describe('selection', () => {
  const functions = { CheckHttp: scripted() };

  it.each([
    ['only', { only: ['check-3', 'check-1'] }, ['check-1', 'check-3']],
    ['tags', { tags: ['t1'] }, ['check-1', 'check-3']],
    ['both', { only: ['check-2', 'check-3'], tags: ['t1'] }, ['check-3']],
  ])('by %s calls those checks, in the list’s order', async (_, input, expected) => {
    const totals: number[] = [];
    const rollCall = await call(many(4), { input, onStart: (names) => totals.push(names.length) }, { functions });
    expect(names(rollCall.results)).toEqual(expected);
    expect(totals).toEqual([expected.length]);
  });

  it('is made before the list is split', async () => {
    const { sinks, metrics } = memorySinks();
    const rollCall = await call(many(250), { input: { only: ['check-249'] }, sinks }, { functions });
    expect([names(rollCall.results), metrics.length]).toEqual([['check-249'], 1]);
  });

  it.each([
    ['an unknown name', { only: ['nobody'] }],
    ['an unknown tag', { tags: ['nobody'] }],
    ['a list that is empty', { only: [] }],
    ['an input that does not go together', { only: ['check-1'], checks: [{}] }],
  ])('that comes to nothing, by %s, throws InvalidInput and calls nobody', async (_, input) => {
    const called: string[] = [];
    const watching = { invoke: async (event: { check: { name: string } }) => called.push(event.check.name) };
    for (const size of [4, 250]) {
      await expect(call(many(size), { input }, { functions: { CheckHttp: watching } })).rejects.toThrow(InvalidInput);
    }
    expect(called).toEqual([]);
  });

  it('takes ad hoc checks instead of the list', async () => {
    const input = { checks: [{ name: 'ad-hoc', http: { url: 'http://127.0.0.1:9/' } }] };
    const rollCall = await call(many(4), { input }, { functions });
    expect(names(rollCall.results)).toEqual(['ad-hoc']);
  });
});

describe('an interruption', () => {
  it.each([
    3, 250,
  ])('of %i checks ends at once with what had finished, and calls and sends nothing more', async (size) => {
    const interrupt = new AbortController();
    const { sinks, alerts, metrics } = memorySinks();
    let calls = 0;
    const invoke = ({ check: { name } }: { check: { name: string } }) => {
      calls += 1;
      return calls === 1 ? Promise.resolve(ngVerdict(name)) : new Promise(() => {});
    };
    const rollCall = await call(
      many(size),
      { sinks, concurrency: 2, signal: interrupt.signal, onVerdict: () => interrupt.abort() },
      { functions: { CheckHttp: { invoke } } },
    );
    expect(rollCall).toMatchObject({ interrupted: true, failure: null, counts: { total: 1, ng: 1 } });
    const before = calls;
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toBe(before);
    expect([alerts, metrics]).toEqual([[], []]);
  });

  it('leaves no timer behind that would keep the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const interrupt = new AbortController();
    const invoke = () => {
      setImmediate(() => interrupt.abort());
      return new Promise(() => {});
    };
    const before = timers();
    await call(many(3), { signal: interrupt.signal }, { functions: { CheckHttp: { invoke } } });
    await new Promise((resolve) => setImmediate(resolve));
    // Those of tests before may end meanwhile.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('before the start calls nobody', async () => {
    const rollCall = await call(many(3), { signal: AbortSignal.abort() }, { functions: { CheckHttp: scripted() } });
    expect(rollCall).toMatchObject({ interrupted: true, results: [] });
  });

  it('ends the wait before a recheck', async () => {
    const interrupt = new AbortController();
    const invoke = async () => {
      setImmediate(() => interrupt.abort());
      return ngVerdict('slow', { recheck: true });
    };
    const checks = [check('slow', { rechecks: 1, recheckAfterSeconds: 3600 })];
    const edge = { functions: { CheckHttp: { invoke } }, pace: { waits: {} } };
    const rollCall = await call(checks, { signal: interrupt.signal }, edge);
    expect(rollCall).toMatchObject({ interrupted: true, results: [] });
  });

  it('ends a sink that hangs', async () => {
    for (const size of [3, 150]) {
      const interrupt = new AbortController();
      const publish = () => {
        setImmediate(() => interrupt.abort());
        return new Promise<void>(() => {});
      };
      const functions = { CheckHttp: scripted({ 'check-1': () => ngVerdict('check-1') }) };
      const sinks = { ...memorySinks().sinks, publish };
      const rollCall = await call(many(size), { sinks, signal: interrupt.signal }, { functions });
      expect(rollCall).toMatchObject({ interrupted: true, counts: { total: size } });
    }
  });
});

describe('an interruption amid tracking', () => {
  it.each([
    3, 150,
  ])('leaves no incident of %i checks that is remembered as told and that nobody knows', async (size) => {
    const interrupt = new AbortController();
    const store = memoryStore();
    const save: typeof store.save = async (changes) => {
      const saved = await store.save(changes);
      interrupt.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return saved;
    };
    const memory = {
      store: { ...store, save },
      policyOf: () => ({ ...DEFAULT_POLICY, failureThreshold: 1 }),
      settleMs: 1000,
      now: Date.now,
      onTrouble: () => {},
    };
    const functions = { CheckHttp: scripted({ 'check-1': () => ngVerdict('check-1') }) };
    const rollCall = await call(many(size), { memory, signal: interrupt.signal }, { functions });

    expect(rollCall.interrupted).toBe(true);
    expect(rollCall.notifications.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^NG 1 of \d+: check-1$/),
    ]);
  });
});

describe('checks in a maintenance window', () => {
  const maintenance = [{ name: 'today', checks: ['check-3'], from: '2020-01-01T00:00Z', to: '2100-01-01T00:00Z' }];

  it.each([
    ['one run', 5],
    ['several runs', 150],
  ])('are called, measured and marked in %s, and nobody is told', async (_, count) => {
    const { sinks, alerts, metrics } = memorySinks();
    const checks = many(count);
    const functions = { CheckHttp: scripted({ 'check-3': () => ngVerdict('check-3') }) };
    const { results, counts, failure } = await call(checks, { sinks, list: { checks, maintenance } }, { functions });
    expect([failure, alerts]).toEqual([null, []]);
    expect(results.filter(({ quiet }) => quiet !== undefined)).toEqual([
      ngVerdict('check-3', { quiet: { because: 'maintenance', by: 'today' } }),
    ]);
    expect(counts).toMatchObject({ total: count, ng: 1, quiet: 1 });
    const data = metrics.flatMap(({ MetricData }) => MetricData);
    // An alarm must be as quiet as the alerts.
    expect(data.filter(({ MetricName, Value }) => MetricName === 'Healthy' && Value === 1)).toHaveLength(count);
  });
});

describe('checks that depend on others', () => {
  it.each([
    ['one run', 5],
    ['several runs', 150],
  ])('are suppressed in %s, and told of under the news of the one that is down', async (_, count) => {
    const { sinks, alerts } = memorySinks();
    const last = `check-${count - 1}`;
    const checks = many(count).map((one) => (one.name === last ? { ...one, alerts: { dependsOn: ['check-3'] } } : one));
    const functions = {
      CheckHttp: scripted({ 'check-3': () => ngVerdict('check-3'), [last]: () => ngVerdict(last) }),
    };
    const { results, counts } = await call(checks, { sinks }, { functions });
    expect(names(results)).toEqual(names(checks.map(({ name }) => okVerdict(name))));
    expect(results.at(-1)?.quiet).toEqual({ because: 'parent', by: 'check-3' });
    expect(counts).toMatchObject({ ng: 2, quiet: 1 });
    expect(alerts.map(({ subject }) => subject)).toEqual([`NG 2 of ${count}: check-3`]);
    expect(alerts[0]?.message).toContain(`NG too, and depends on it: ${last}`);
  });
});

describe('guards', () => {
  const guard = [check('up')];
  const dead = { 'check-3': () => ngVerdict('check-3'), up: () => ngVerdict('up') };

  it.each([
    ['one run', 5],
    ['several runs', 150],
  ])('that are all NG are one message in %s, in the place of those of the checks', async (_, count) => {
    const { sinks, alerts } = memorySinks();
    const asked: string[] = [];
    const { results, counts } = await call(
      many(count),
      { sinks, list: { checks: many(count), guard }, onVerdict: ({ name }) => asked.push(name) },
      { functions: { CheckHttp: scripted(dead) } },
    );
    expect(alerts.map(({ subject }) => subject)).toEqual([`monitor offline: 1 of ${count} NG, and none counts`]);
    expect(counts).toMatchObject({ total: count, ng: 1, quiet: count });
    expect(results).toHaveLength(count + 1);
    expect(results.at(-1)).toMatchObject({ name: 'up', quiet: { because: 'guard', by: null } });
    expect(results[3]?.quiet).toEqual({ because: 'offline', by: null });
    expect(asked).toHaveLength(count + 1);
  });

  it('are called beside whatever is selected, and beside no check that came with the input', async () => {
    const functions = { CheckHttp: scripted() };
    const list = { checks: many(5), guard };
    const some = await call([], { list, input: { only: ['check-1'] } }, { functions });
    expect(names(some.results)).toEqual(['check-1', 'up']);
    expect(some.counts.total).toBe(1);
    const input = { checks: [{ name: 'typed', http: { url: 'http://127.0.0.1:9/' } }] };
    const typed = await call([], { list, input }, { functions });
    expect(names(typed.results)).toEqual(['typed']);
  });
});

describe('a certificate that checks of several runs show', () => {
  const reason = { code: 'certificate', message: 'certificate ends in 9 days, wanted 21 or more' } as const;
  const certificate = { daysLeft: 9, fingerprint: '0123456789abcdef' };
  const ending = async ({ check: { name } }: { check: { name: string } }) => {
    // The next run starts later, by any clock.
    for (const began = Date.now(); Date.now() === began; ) await new Promise((resolve) => setImmediate(resolve));
    return ngVerdict(name, { reason, certificate });
  };
  const functions = { CheckHttp: scripted({ 'check-3': ending, 'check-120': ending }) };
  const subjectsOf = (alerts: readonly { readonly subject: string }[]) => alerts.map(({ subject }) => subject);

  it('is told of once, with all of them', async () => {
    const { sinks, alerts } = memorySinks();
    const { counts } = await call(many(150), { sinks }, { functions });
    expect(counts.ng).toBe(2);
    expect(subjectsOf(alerts)).toEqual(['certificate: check-3, check-120']);
  });

  it('is told of by a memory after as many roll calls as its threshold, not after as many runs', async () => {
    const { sinks, alerts } = memorySinks();
    const memory = {
      store: memoryStore(),
      policyOf: () => DEFAULT_POLICY,
      settleMs: 3_600_000,
      now: Date.now,
      onTrouble: () => {},
    };
    const callAgain = () => call(many(150), { sinks, memory, concurrency: 1 }, { functions });
    await callAgain();
    expect(subjectsOf(alerts)).toEqual([]);
    await callAgain();
    await callAgain();
    expect(subjectsOf(alerts)).toEqual(['certificate: check-3, check-120']);
  });
});
