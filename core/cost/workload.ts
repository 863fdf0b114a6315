import { countsOf, planAlarms } from '../alarm/plan.ts';
import { roomBesideSchedules } from '../alarm/room.ts';
import type { Watched } from '../alarm/stack.ts';
import { DEFAULT_SEVERITY, severityOf } from '../check/alert-settings.ts';
import type { Check, Schedule } from '../check/check.ts';
import type { CheckList } from '../check/check-list.ts';
import type { DeploySettings } from '../check/deploy-settings.ts';
import { stateOf } from '../check/kind-names.ts';
import { referencesOf } from '../check/references.ts';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_RETENTION_DAYS,
  DEFAULT_WORKFLOW,
  HEARTBEATS,
  HOME_SHARD_METRICS,
  METRIC_NAMESPACE,
  OPTIONAL_METRICS,
  SHARD_METRICS,
  type WorkflowType,
} from '../contract.ts';
import { type PageOfStack, pageOfStack } from '../page/deployed-page.ts';
import { intervalsOf } from '../run/interval.ts';
import { isCalled, shardsOf } from '../run/shards.ts';
import { ASSUMED, SECONDS_PER_MONTH } from './assumed.ts';
import { BASE_REGION } from './prices.ts';

/** A shard as the bill sees it: how often it runs, and how much one run does. */
type ShardLoad = {
  readonly checks: number;
  /** Requests that its checks make in a run, where none is made again. */
  readonly requests: number;
  /** Seconds between two runs. */
  readonly intervalSeconds: number;
  /** Whether a nested workflow calls its Express machine for it. */
  readonly called: boolean;
};

/** States entered on a run in which every check is OK: `fixed` once, `perCheck` for each. */
type Transitions = { readonly fixed: number; readonly perCheck: number };

/** What is deployed in one Region, as far as it costs money. */
export type Workload = {
  readonly shards: readonly ShardLoad[];
  readonly workflow: WorkflowType;
  readonly concurrency: number;
  /** Checks that each run calls beside its own, and of which no metrics are kept. */
  readonly guards: number;
  /** Requests that these make. */
  readonly guardRequests: number;
  readonly checkerMemoryMb: number;
  /** Custom metrics for each check: Healthy, and those chosen besides. */
  readonly metricsPerCheck: number;
  /** Custom metrics for each shard, the mean: ChecksOk, ChecksNg and so on. */
  readonly metricsPerShard: number;
  /** Whether the home Region is told too, and with how many metrics for each shard beside one for each check. */
  readonly home: { readonly metricsPerShard: number } | null;
  /** CloudWatch charges for each metric that an alarm looks at. */
  readonly metricAlarms: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  readonly kmsKeys: number;
  /** Secrets that checks name, which are not of the stack's making, and the key of heartbeats. */
  readonly secrets: number;
  /** Reports of jobs a month: each run's start and end. */
  readonly reports: number;
  /** The status page: seconds from one to the next, how many checks it shows, and how it is made; null where there is none. */
  readonly page: { readonly everySeconds: number; readonly checks: number } | null;
  /** Days that logs are kept. */
  readonly retentionDays: number;
  /** Whether logs hold what goes in and out of each state. */
  readonly logData: boolean;
  /** How many hear of it by e-mail and by HTTPS. */
  readonly subscribers: { readonly email: number; readonly https: number };
  readonly region: string;
  /** What costs money besides and is not counted. */
  readonly leftOut: readonly string[];
};

/**
 * States entered by a run in which every check is OK, as Step Functions bills them. Once: PrepareChecks, RunChecks,
 * TrackIncidents, Report, AnyAlerts, NoAlerts, PublishMetrics, NothingLeft, Summary. For each check: ChooseChecker, its
 * checker, RouteVerdict, Answered.
 */
export const TRANSITIONS = { fixed: 10, perCheck: 4 } as const satisfies Transitions;

/**
 * The same of a nested workflow. A scheduled run enters IsScheduled, RunNested, NestedSucceeded, ReadNested and
 * NestedAnswered in place of PrepareChecks, InputUnderstood and RunChecks, which the Express machine enters with all of the checks; one
 * that is not called enters IsScheduled and then what a standard one enters.
 */
export const NESTED_TRANSITIONS = {
  calling: { fixed: 12, perCheck: 0 },
  called: { fixed: 3, perCheck: TRANSITIONS.perCheck },
  inline: { fixed: 1 + TRANSITIONS.fixed, perCheck: TRANSITIONS.perCheck },
} as const satisfies Readonly<Record<string, Transitions>>;

const CHECKER_MEMORY_MB = 256;
/** Healthy, which every check has. */
const METRICS_PER_CHECK = 1;
/** A month pays for what all months before it left behind; a year of them is counted. */
const FOREVER_DAYS = 365;

/**
 * A workload for each of the list's Regions. `kinds`: of checks, each of which has a function in every stack, used or
 * not. `chosen` goes before what the list says under `deploy`.
 */
export function workloadsOf(
  list: CheckList,
  kinds: readonly string[],
  chosen: DeploySettings = {},
): readonly Workload[] {
  const settings = { ...list.deploy, ...chosen };
  return (settings.regions ?? [null]).map((region) => workloadOf(list.checks, settings, region, kinds, list));
}

/**
 * What a stack makes of checks, as far as it costs money; the same shards that it makes schedules of. `region` is null
 * where only a deployment knows it.
 */
export function workloadOf(
  checks: readonly Check[],
  deploy: DeploySettings,
  region: string | null,
  kinds: readonly string[],
  { guard = [], page: shown }: Pick<CheckList, 'guard' | 'page'> = {},
): Workload {
  const {
    concurrency = DEFAULT_CONCURRENCY,
    workflow = DEFAULT_WORKFLOW,
    retentionDays = DEFAULT_RETENTION_DAYS,
  } = deploy;
  const shards = shardsOf(checks, { concurrency, workflow, guard });
  const paged = deploy.alarms === false ? [] : (deploy.alarms?.subscriptions ?? []);
  const subscriptions = [...(deploy.subscriptions ?? []), ...paged];
  const severities =
    shards.reduce((sum, { checks: some }) => sum + severityMetrics(some), 0) / Math.max(1, shards.length);
  const told = (way: string) => subscriptions.filter((subscription) => way in subscription).length;
  return {
    shards: shards.map((shard) => ({
      checks: shard.checks.length,
      requests: requestsOf(shard.checks),
      intervalSeconds: intervalsOf(shard.schedule).mean,
      called: workflow === 'nested' && isCalled(shard),
    })),
    workflow,
    concurrency,
    checkerMemoryMb: CHECKER_MEMORY_MB,
    metricsPerCheck: METRICS_PER_CHECK + optionalMetrics(checks) / Math.max(1, checks.length),
    // Online is written where there are guards.
    metricsPerShard: SHARD_METRICS.length + (guard.length > 0 ? 1 : 0) + severities,
    guards: guard.length,
    guardRequests: requestsOf(guard),
    home: deploy.home === undefined ? null : { metricsPerShard: HOME_SHARD_METRICS.length + severities },
    ...alarmsOf({ checks, shards, deploy, region, guarded: guard.length > 0, functions: functionsOf(kinds) }),
    dashboards: deploy.dashboard === false ? 0 : 1,
    kmsKeys: deploy.kmsKey === true ? 1 : 0,
    secrets: secretsIn([...checks, ...guard]).size + (checks.some(isHeartbeat) ? 1 : 0),
    reports: checks.filter(isHeartbeat).reduce((sum, { target }) => sum + reportsOf(target), 0),
    page: pageOf(checks, pageOfStack(deploy, region), shown),
    retentionDays: retentionDays === 'forever' ? FOREVER_DAYS : retentionDays,
    logData: deploy.logData ?? false,
    subscribers: { email: told('email'), https: told('https') },
    region: region ?? BASE_REGION,
    leftOut: [
      ...(told('sms') === 0 ? [] : ['SMS, which have a price for each country']),
      ...(pageOfStack(deploy, region) === null ? [] : [READERS]),
      ...(deploy.vpc === undefined ? [] : ['the NAT gateway of the VPC']),
    ],
  };
}

/** https://aws.amazon.com/cloudfront/pricing/, read 2026-11-26: always free up to there. */
const READERS =
  'readers of the status page, whom CloudFront serves for nothing up to 1 TB and 10 million requests a month';

function pageOf(checks: readonly Check[], page: PageOfStack | null, shown: CheckList['page']): Workload['page'] {
  if (page === null) return null;
  const tags = shown?.public?.tags ?? [];
  const visible = checks.filter((check) => check.tags.some((tag) => tags.includes(tag)));
  return { everySeconds: page.everyMs / 1000, checks: visible.length };
}

function alarmsOf(
  stack: Pick<Watched, 'checks' | 'shards' | 'deploy' | 'region' | 'guarded' | 'functions'>,
): Pick<Workload, 'metricAlarms' | 'compositeAlarms'> {
  const { workflow = DEFAULT_WORKFLOW, metricNamespace = METRIC_NAMESPACE } = stack.deploy;
  const made = { workflow, metricNamespace, prefix: 'Rollcall' };
  const hasPage = pageOfStack(stack.deploy, stack.region) !== null;
  return countsOf(planAlarms({ ...stack, ...made }, roomBesideSchedules(stack.shards.length, hasPage)));
}

function requestsOf(checks: readonly Check[]): number {
  return checks.reduce((sum, { requests = 1 }) => sum + requests, 0);
}

/** The states that functions answer. */
function functionsOf(kinds: readonly string[]): readonly string[] {
  return ['PrepareChecks', ...kinds.map(stateOf), 'TrackIncidents', 'PublishMetrics'];
}

/** Those that checks ask for, all together. */
function optionalMetrics(checks: readonly Check[]): number {
  const names = checks.flatMap(({ metrics = [] }) => metrics);
  return names.reduce((sum, name) => sum + OPTIONAL_METRICS[name].length, 0);
}

/** ChecksNg of each severity, where a shard's checks have several. */
function severityMetrics(checks: readonly Check[]): number {
  const severities = new Set(checks.map(severityOf));
  const isUsual = severities.size === 1 && severities.has(DEFAULT_SEVERITY);
  return isUsual ? 0 : severities.size;
}

const isHeartbeat = (check: Check): check is Reporting => check.kind === HEARTBEATS.kind;
/** As far as the bill looks at it, of the kind that reports by itself. */
type Reporting = Check<string, { readonly schedule: Schedule }>;

function reportsOf({ schedule }: Reporting['target']): number {
  return (SECONDS_PER_MONTH / intervalsOf(schedule).mean) * ASSUMED.reportsPerJob;
}

/** Names of the secrets that checks read. */
function secretsIn(checks: readonly Check[]): ReadonlySet<string> {
  return new Set(referencesOf(checks).flatMap(({ source, name }) => (source === 'secret' ? [name] : [])));
}
