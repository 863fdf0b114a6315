import { countsOf, planAlarms } from '../alarm/plan.ts';
import type { Check } from '../checks/check.ts';
import type { DeploySettings } from '../checks/deploy-settings.ts';
import { KINDS } from '../checks/kinds.ts';
import {
  DEFAULT_CONCURRENCY,
  METRIC_NAMESPACE,
  OPTIONAL_METRICS,
  SHARD_METRICS,
  type WorkflowType,
} from '../contract.ts';
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
/** Healthy, which every check has. */
const METRICS_PER_CHECK = 1;

/** The states that functions answer. */
const FUNCTIONS = [
  'PrepareChecks',
  ...Object.values(KINDS).map(({ state }) => state),
  'TrackIncidents',
  'PublishMetrics',
];

/** What the stack makes of a list, as far as it costs money; the same shards that it makes schedules of. */
export function workloadOf(checks: readonly Check[], workflow: WorkflowType, deploy: DeploySettings = {}): Workload {
  const shards = shardsOf(checks, { concurrency: DEFAULT_CONCURRENCY, workflow });
  const alarms = planAlarms({
    checks,
    shards,
    workflow,
    deploy,
    metricNamespace: METRIC_NAMESPACE,
    region: deploy.home ?? null,
    prefix: 'Rollcall',
    functions: FUNCTIONS,
  });
  return {
    shards: shards.map((shard) => ({
      checks: shard.checks.length,
      intervalSeconds: intervalsOf(shard.schedule).mean,
    })),
    workflow,
    transitions: TRANSITIONS,
    concurrency: DEFAULT_CONCURRENCY,
    checkerMemoryMb: CHECKER_MEMORY_MB,
    metricsPerCheck: METRICS_PER_CHECK + optionalMetrics(checks) / Math.max(1, checks.length),
    metricsPerShard: SHARD_METRICS.length,
    ...countsOf(alarms),
    dashboards: deploy.dashboard === false ? 0 : 1,
    kmsKeys: 0,
    secrets: 0,
    regions: 1,
  };
}

/** Those that checks ask for, all together. */
function optionalMetrics(checks: readonly Check[]): number {
  const names = checks.flatMap(({ metrics = [] }) => metrics);
  return names.reduce((sum, name) => sum + OPTIONAL_METRICS[name].length, 0);
}
