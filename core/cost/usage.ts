import { ASSUMED, SECONDS_PER_MONTH } from './assumed.ts';
import type { Workload } from './workload.ts';

/** What a workload uses in a month, in one Region. */
export type Usage = {
  readonly runs: number;
  readonly checkRuns: number;
  readonly transitions: number;
  /** Of a healthy run, the mean. */
  readonly secondsPerRun: number;
  /** Calls of functions other than checkers. */
  readonly otherCalls: number;
  /** Custom metrics, those in the home Region included. */
  readonly metrics: number;
  readonly metricRequests: number;
  readonly logBytes: number;
};

export function usageOf(load: Workload): Usage {
  const sum = { runs: 0, checks: 0, checkRuns: 0, transitions: 0, seconds: 0, metricRequests: 0 };
  for (const { checks, intervalSeconds } of load.shards) {
    const runs = SECONDS_PER_MONTH / intervalSeconds;
    sum.runs += runs;
    sum.checks += checks;
    const calls = checks + load.guards;
    sum.checkRuns += runs * calls;
    sum.transitions += runs * (load.transitions.fixed + load.transitions.perCheck * calls);
    sum.seconds += runs * secondsOfRun(calls, load.concurrency);
    sum.metricRequests += runs * requestsOfRun(checks, load);
  }
  const { runs, checks, checkRuns, transitions, metricRequests } = sum;
  const otherCalls = runs * ASSUMED.otherFunctions;
  return {
    runs,
    checkRuns,
    transitions,
    secondsPerRun: runs === 0 ? 0 : sum.seconds / runs,
    otherCalls,
    metrics: metricsOf(checks, load.shards.length, load),
    metricRequests,
    logBytes: (checkRuns + otherCalls) * ASSUMED.logBytesPerInvocation + workflowLogBytes(transitions, load),
  };
}

function secondsOfRun(checks: number, concurrency: number): number {
  const waves = Math.ceil(checks / concurrency);
  return waves * (ASSUMED.checkSeconds + ASSUMED.workflowSecondsPerWave) + ASSUMED.workflowSecondsPerRun;
}

function metricsOf(checks: number, shards: number, { metricsPerCheck, metricsPerShard, home }: Workload): number {
  const atHome = home === null ? 0 : checks + shards * home.metricsPerShard;
  return checks * metricsPerCheck + shards * metricsPerShard + atHome;
}

function requestsOfRun(checks: number, load: Workload): number {
  const own = Math.ceil((checks * load.metricsPerCheck + load.metricsPerShard) / ASSUMED.metricsPerRequest);
  if (load.home === null) return own;
  return own + Math.ceil((checks + load.home.metricsPerShard) / ASSUMED.metricsPerRequest);
}

/** A standard workflow logs errors alone. */
function workflowLogBytes(transitions: number, { workflow, logData }: Workload): number {
  if (workflow !== 'express') return 0;
  const { plain, withData } = ASSUMED.expressLogBytesPerTransition;
  return transitions * (logData ? withData : plain);
}
