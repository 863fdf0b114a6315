import type { Phases } from '../verdict/phases.ts';
import type { LatencyClasses } from './latency-classes.ts';

/**
 * What is kept of one check's verdicts over a span of time, when the verdicts themselves are dropped.
 *
 * `at`: where the span begins, milliseconds since 1970, a whole multiple of its length. `ok` counts the degraded ones too, of
 * which `degraded` tells how many. `excused`: verdicts that count for nothing, because of a maintenance window or because the
 * monitor itself was offline. `latency`: of all that have one and are not excused. `phases`: milliseconds in all, over the
 * `phased` verdicts that have any.
 */
export type Bucket = {
  readonly at: number;
  readonly ok: number;
  readonly ng: number;
  readonly degraded: number;
  readonly excused: number;
  readonly latency: LatencyClasses;
  readonly phases: { readonly [K in keyof Phases]: number };
  readonly phased: number;
};
