import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packed, packings, unpacked } from '#core/history/packed.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { Transition } from '#core/incident/state.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Quiet, Verdict } from '#core/verdict/verdict.ts';

const START = Date.parse('2026-11-26T10:00:00.000Z');
const RUN = {
  id: 'arn:aws:states:us-east-1:123456789012:execution:Rollcall:abc',
  startedAt: '2026-11-26T10:00:00.000Z',
};

const ms = fc.option(fc.float({ min: 0, max: 60_000, noNaN: true }));
const code = fc.constantFrom<Reason['code']>('status', 'timeout', 'checker-fault');
const quiet = fc.oneof<[fc.Arbitrary<Quiet>, fc.Arbitrary<Quiet>]>(
  fc.record({ because: fc.constantFrom('maintenance', 'parent', 'muted'), by: fc.string() }),
  fc.constant({ because: 'offline', by: null }),
);

const verdict: fc.Arbitrary<Verdict> = fc
  .record({
    name: fc.string({ minLength: 1 }),
    code: fc.option(code),
    message: fc.string(),
    status: fc.option(fc.integer({ min: 100, max: 599 })),
    latencyMs: ms,
    phases: fc.record({ dns: ms, connect: ms, tls: ms, firstByte: ms, download: ms }),
    attempts: fc.integer({ min: 1, max: 5 }),
    flaky: fc.boolean(),
    degraded: fc.boolean(),
    after: fc.integer({ min: 0, max: 300_000 }),
    quiet: fc.option(quiet, { nil: undefined }),
  })
  .map(({ code, message, after, quiet, ...rest }) => ({
    ...rest,
    kind: 'http',
    outcome: code === null ? 'OK' : 'NG',
    reason: code === null ? null : { code, message },
    recheck: false,
    label: code === null ? 'healthy' : 'unhealthy',
    tags: ['shop'],
    at: new Date(START + after).toISOString(),
    ...(quiet && { quiet }),
  }));

const transition = (message: string): Transition => ({
  type: 'opened',
  check: 'a',
  kind: 'target',
  since: RUN.startedAt,
  at: RUN.startedAt,
  streak: 2,
  reason: { code: 'status', message },
  flaky: false,
});

const close = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));

/** A verdict as it comes back: figures to three digits, times to the second, of a reason its code. */
const kept = ({ latencyMs, phases, reason, at, ...rest }: Verdict): Verdict => ({
  ...rest,
  latencyMs: close(latencyMs),
  phases: {
    dns: close(phases.dns),
    connect: close(phases.connect),
    tls: close(phases.tls),
    firstByte: close(phases.firstByte),
    download: close(phases.download),
  },
  reason: reason && { code: reason.code, message: reason.code },
  at: new Date(Math.round(Date.parse(at) / 1000) * 1000).toISOString(),
});

const WORDS = { kind: 'http', tags: ['shop'] };
const travelled = (history: RunHistory) => JSON.parse(JSON.stringify(packed(history)));

it('comes back as it was, but for what is said to be lost', () => {
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 30 }), fc.string(), (verdicts, message) => {
      const transitions = [transition(message)];
      expect(unpacked(travelled({ run: RUN, verdicts, transitions }), () => WORDS)).toEqual({
        run: RUN,
        verdicts: verdicts.map(kept),
        transitions,
      });
    }),
  );
});

it('leaves out checks that the list has no more, and what another version packed', () => {
  const [one] = fc.sample(verdict, { numRuns: 1, seed: 1 });
  const verdicts = ['a', 'b'].map((name) => ({ ...(one as Verdict), name }));
  const run = travelled({ run: RUN, verdicts, transitions: ['a', 'b'].map((check) => ({ ...transition(''), check })) });
  const left = unpacked(run, (name) => (name === 'a' ? null : WORDS));
  expect(left?.verdicts.map(({ name }) => name)).toEqual(['b']);
  expect(left?.transitions.map(({ check }) => check)).toEqual(['b']);
  expect(unpacked({ ...run, v: 2 }, () => WORDS)).toBeNull();
});

const bytesOf = (history: RunHistory) =>
  [...packings(history)].map((packing) => deflateRawSync(JSON.stringify(packing)).length);

/** Figures that look like a run's, and are the same each time. */
function healthy(count: number): Verdict[] {
  let seed = 1;
  const upTo = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return Math.round((seed / 2_147_483_647) * most * 10) / 10;
  };
  const words = ['orders', 'payments', 'search', 'users', 'billing', 'cart', 'auth', 'mail'];
  return Array.from({ length: count }, (_, index) => {
    const phases = { dns: upTo(5), connect: upTo(20), tls: upTo(40), firstByte: upTo(200), download: upTo(10) };
    return {
      name: `${words[index % words.length]}-api-${index}`,
      kind: 'http',
      outcome: 'OK',
      reason: null,
      status: 200,
      latencyMs: Object.values(phases).reduce((sum, one) => sum + one, 0),
      phases,
      attempts: 1,
      recheck: false,
      flaky: false,
      degraded: false,
      label: 'healthy',
      tags: [],
      at: new Date(START + upTo(4_000)).toISOString(),
    };
  });
}

it('takes 2 kB for the 100 verdicts of a full shard, names and phases included', () => {
  expect(bytesOf({ run: RUN, verdicts: healthy(100), transitions: [] })[0]).toBeLessThan(2_000);
});

it('gets leaner until the largest run with the longest words fits into an item of DynamoDB', () => {
  const noise = () => randomBytes(900).toString('base64');
  const transitions = healthy(800).map(({ name }) => ({ ...transition(noise()), check: name }));
  const sizes = bytesOf({ run: RUN, verdicts: healthy(800), transitions });
  expect(sizes[0]).toBeGreaterThan(400 * 1024);
  expect(sizes[1]).toBeLessThan(100 * 1024);
  expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
});

it('keeps a run of which one checker has answered with less than a verdict', () => {
  const whole = fc.sample(verdict, 1)[0] as Verdict;
  const odd = { name: 'odd', outcome: 'NG', latencyMs: 'fast', at: RUN.startedAt } as unknown as Verdict;
  const bytes = deflateRawSync(JSON.stringify(packed({ run: RUN, verdicts: [whole, odd], transitions: [] })));
  expect(bytes.length).toBeGreaterThan(0);
  const kept = packed({ run: RUN, verdicts: [odd], transitions: [] });
  expect(kept).toMatchObject({ names: ['odd'], statuses: [null], latencies: [null] });
});
