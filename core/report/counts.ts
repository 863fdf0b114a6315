import type { Verdict } from '../verdict/verdict.ts';

/** How many verdicts of a run are what. */
export type Counts = {
  readonly total: number;
  readonly ok: number;
  readonly ng: number;
  /** NG verdicts that say nothing about their target, because the checker broke. */
  readonly checkerFaults: number;
  /** OK verdicts that needed a recheck. */
  readonly flaky: number;
  /** OK verdicts above a limit of `degraded`. */
  readonly degraded: number;
  /** Verdicts of which nothing is reported on purpose. */
  readonly quiet: number;
};

/** Counts the verdicts of a run. */
export function countsOf(verdicts: readonly Verdict[]): Counts {
  const count = (is: (verdict: Verdict) => boolean) => verdicts.filter(is).length;
  const ok = count((verdict) => verdict.outcome === 'OK');
  return {
    total: verdicts.length,
    ok,
    ng: verdicts.length - ok,
    checkerFaults: count((verdict) => verdict.outcome !== 'OK' && verdict.reason?.code === 'checker-fault'),
    flaky: count((verdict) => verdict.outcome === 'OK' && verdict.flaky === true),
    degraded: count((verdict) => verdict.outcome === 'OK' && verdict.degraded === true),
    quiet: count((verdict) => verdict.quiet !== undefined),
  };
}
