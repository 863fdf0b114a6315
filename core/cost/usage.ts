import type { WorkflowType } from '../contract.ts';
import { ASSUMED, SECONDS_PER_MONTH } from './assumed.ts';
import { type PageUsage, pageUsageOf } from './page-usage.ts';
import { NESTED_TRANSITIONS, TRANSITIONS, type Workload } from './workload.ts';

/** What a workload uses in a month, in one Region. */
export type Usage = {
  readonly runs: number;
  readonly checkRuns: number;
  /** Seconds that a checker takes, the mean. */
  readonly checkSeconds: number;
  readonly standard: { readonly runs: number; readonly transitions: number };
  /** Seconds of a healthy run of it, the mean. */
  readonly express: { readonly runs: number; readonly transitions: number; readonly secondsPerRun: number };
  /** Calls of functions other than checkers. */
  readonly otherCalls: number;
  /** Custom metrics, those in the home Region included. */
  readonly metrics: number;
  readonly metricRequests: number;
  readonly logBytes: number;
  readonly page: PageUsage;
};

/** What a workload uses a month, in the units that AWS bills. */
export function usageOf(load: Workload): Usage {
  const sum = { runs: 0, checks: 0, checkRuns: 0, requests: 0, metricRequests: 0 };
  const standard = { runs: 0, transitions: 0 };
  const express = { runs: 0, transitions: 0, seconds: 0 };
  for (const { checks, requests, intervalSeconds, called } of load.shards) {
    const runs = SECONDS_PER_MONTH / intervalSeconds;
    sum.runs += runs;
    sum.checks += checks;
    const calls = checks + load.guards;
    sum.checkRuns += runs * calls;
    sum.requests += runs * (requests + load.guardRequests);
    sum.metricRequests += runs * requestsOfRun(checks, load);
    const entered = transitionsOf(load.workflow, called);
    if (entered.standard !== null) {
      standard.runs += runs;
      standard.transitions += runs * (entered.standard.fixed + entered.standard.perCheck * calls);
    }
    if (entered.express !== null) {
      express.runs += runs;
      express.transitions += runs * (entered.express.fixed + entered.express.perCheck * calls);
      express.seconds += runs * secondsOfRun(calls, (requests + load.guardRequests) / calls, load.concurrency);
    }
  }
  const { runs, checks, checkRuns, metricRequests } = sum;
  const otherCalls = runs * ASSUMED.otherFunctions;
  return {
    runs,
    checkRuns,
    checkSeconds: checkRuns === 0 ? 0 : (sum.requests / checkRuns) * ASSUMED.checkSeconds,
    standard,
    express: { ...express, secondsPerRun: express.runs === 0 ? 0 : express.seconds / express.runs },
    otherCalls,
    metrics: metricsOf(checks, load.shards.length, load),
    metricRequests,
    logBytes: (checkRuns + otherCalls) * ASSUMED.logBytesPerInvocation + workflowLogBytes(express.transitions, load),
    page: pageUsageOf(load),
  };
}

/** What a run enters of each machine; null where it has none. */
function transitionsOf(workflow: WorkflowType, called: boolean) {
  if (workflow === 'express') return { standard: null, express: TRANSITIONS };
  if (workflow === 'standard') return { standard: TRANSITIONS, express: null };
  const { calling, called: express, inline } = NESTED_TRANSITIONS;
  return called ? { standard: calling, express } : { standard: inline, express: null };
}

/** `requests`: of a check, the mean. */
function secondsOfRun(checks: number, requests: number, concurrency: number): number {
  const waves = Math.ceil(checks / concurrency);
  return waves * (requests * ASSUMED.checkSeconds + ASSUMED.workflowSecondsPerWave) + ASSUMED.workflowSecondsPerRun;
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

/** Of transitions of an Express machine. A Standard machine logs errors alone, and so does one that it calls without data. */
function workflowLogBytes(transitions: number, { workflow, logData }: Workload): number {
  const { plain, withData } = ASSUMED.expressLogBytesPerTransition;
  if (logData) return transitions * withData;
  return workflow === 'express' ? transitions * plain : 0;
}
