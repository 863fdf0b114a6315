import fc from 'fast-check';
import type { FoldedRun } from '#core/history/fold.ts';
import type { Quiet } from '#core/verdict/verdict.ts';

/** What history is told of a run, and its verdicts whole. */
export type ToldRun = FoldedRun & { readonly run: { readonly startedAt: string; readonly id: string } };

export const NAMES = ['orders-api', 'login', 'search'] as const;

const QUIET: readonly (Quiet | undefined)[] = [
  undefined,
  undefined,
  undefined,
  { because: 'maintenance', by: 'deploy' },
  { because: 'offline', by: null },
  { because: 'muted', by: '2026-12-01T00:00:00.000Z' },
  { because: 'parent', by: 'login' },
];

const PHASE = fc.option(fc.double({ min: 0, max: 900, noNaN: true }), { nil: null });

/** Latencies as they are: most are some milliseconds, some are seconds. */
const LATENCY = fc.double({ min: 0, max: Math.log(60_000), noNaN: true }).map((power) => Math.exp(power));

const verdictOf = (name: string, startedAt: number) =>
  fc
    .record({
      name: fc.constant(name),
      outcome: fc.constantFrom('OK', 'OK', 'OK', 'NG'),
      degraded: fc.boolean(),
      quiet: fc.constantFrom(...QUIET),
      latencyMs: fc.option(LATENCY, { nil: null }),
      phases: fc.record({ dns: PHASE, connect: PHASE, tls: PHASE, firstByte: PHASE, download: PHASE }),
      after: fc.integer({ min: 0, max: 70_000 }),
    })
    .map(({ quiet, after, ...verdict }) => ({
      ...verdict,
      at: new Date(startedAt + after).toISOString(),
      ...(quiet && { quiet }),
    }));

/** Runs that started between two instants, milliseconds, in any order; each of some of the checks. */
export function runsBetween(from: number, until: number, most = 40): fc.Arbitrary<readonly ToldRun[]> {
  const run = fc
    .integer({ min: from, max: until - 1 })
    .chain((startedAt) =>
      fc
        .tuple(fc.subarray([...NAMES], { minLength: 1 }), fc.uuid())
        .chain(([names, id]) =>
          fc
            .tuple(...names.map((name) => verdictOf(name, startedAt)))
            .map((verdicts): ToldRun => ({ run: { startedAt: new Date(startedAt).toISOString(), id }, verdicts })),
        ),
    );
  return fc.array(run, { minLength: 1, maxLength: most });
}
