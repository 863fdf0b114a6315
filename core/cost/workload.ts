import type { Check } from '../checks/check.ts';
import { DEFAULT_CONCURRENCY, METRICS, type WorkflowType } from '../contract.ts';
import { intervalsOf } from '../run/interval.ts';
import { shardsOf } from '../run/shards.ts';
import type { Workload } from './estimate.ts';

/**
 * States entered by a run in which every check is OK, as Step Functions bills them. Once: PrepareChecks, RunChecks,
 * TrackIncidents, Report, AnyAlerts, NoAlerts, PublishMetrics, NothingLeft, Summary. For each check: ChooseChecker, its
 * checker, RouteVerdict, Answered.
 */
export const TRANSITIONS = { fixed: 9, perCheck: 4 } as const;

const CHECKER_MEMORY_MB = 256;
const METRICS_PER_CHECK = 1;

/** What the stack makes of a list, as far as it costs money; the same shards that it makes schedules of. */
export function workloadOf(checks: readonly Check[], workflow: WorkflowType): Workload {
  const shards = shardsOf(checks, { concurrency: DEFAULT_CONCURRENCY, workflow });
  return {
    shards: shards.map((shard) => ({
      checks: shard.checks.length,
      intervalSeconds: intervalsOf(shard.schedule).mean,
    })),
    workflow,
    transitions: TRANSITIONS,
    concurrency: DEFAULT_CONCURRENCY,
    checkerMemoryMb: CHECKER_MEMORY_MB,
    metricsPerCheck: METRICS_PER_CHECK,
    metricsPerShard: Object.keys(METRICS).length - METRICS_PER_CHECK,
    metricAlarms: 0,
    compositeAlarms: 0,
    dashboards: 0,
    kmsKeys: 0,
    secrets: 0,
    regions: 1,
  };
}
