import * as price from './lines.ts';
import { PRICES, PRICES_DATE, PRICES_REGION } from './prices.ts';

/** A shard as the bill sees it: how often it runs, and how much one run does. */
type ShardLoad = {
  readonly checks: number;
  /** Seconds between two runs. */
  readonly intervalSeconds: number;
};

/** What is deployed, as far as it costs money. Counts are per Region. */
export type Workload = {
  readonly shards: readonly ShardLoad[];
  readonly workflow: 'standard' | 'express';
  /** States entered on a run in which every check is OK: `fixed` once, `perCheck` for each. */
  readonly transitions: { readonly fixed: number; readonly perCheck: number };
  readonly concurrency: number;
  readonly checkerMemoryMb: number;
  /** Custom metrics for each check: Healthy, and those chosen besides. */
  readonly metricsPerCheck: number;
  /** Custom metrics for each shard: ChecksOk, ChecksNg and so on. */
  readonly metricsPerShard: number;
  readonly metricAlarms: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  readonly kmsKeys: number;
  readonly secrets: number;
  readonly regions: number;
};

export type Line = {
  readonly item: string;
  /** Dollars a month, all Regions. */
  readonly dollars: number;
  /** How the figure comes about. */
  readonly basis: string;
  /** What to change to lower it. */
  readonly lower: string;
};

export type Estimate = {
  readonly total: number;
  /** Largest first. */
  readonly lines: readonly Line[];
  /** The workflow line for either type, side by side. */
  readonly workflow: { readonly standard: number; readonly express: number };
  /** Where and when the prices were read. */
  readonly prices: { readonly region: string; readonly date: string };
};

const SECONDS_PER_MONTH = 730 * 3_600;

/** What is assumed of a normal day; stated so that anyone can put in other figures. */
const ASSUMED = {
  /** A checker's billed time for a healthy API, and what the workflow adds to it. */
  checkSeconds: 0.3,
  workflowSecondsPerWave: 0.2,
  workflowSecondsPerRun: 0.2,
  /** PrepareChecks, TrackIncidents and PublishMetrics, each. */
  otherSeconds: 0.1,
  otherFunctions: 3,
  otherMemoryMb: 256,
  /** JSON logs at system level WARN: what one invocation writes. */
  logBytesPerInvocation: 350,
  /** Express at log level ALL without data: states a check enters, by the bytes of their events. */
  expressLogBytesPerTransition: 1_000,
  /** Notifications a month: an incident a week, opened and recovered. */
  notifications: 9,
  /** Look-ups of a secret a month: one each five minutes, as long as a checker stays warm. */
  readsPerSecret: 8_760,
  /** Metrics in one PutMetricData request. */
  metricsPerRequest: 1_000,
} as const;

type Totals = {
  readonly runs: number;
  readonly checks: number;
  readonly checkRuns: number;
  readonly transitions: number;
};

const totalsOf = ({ shards, transitions }: Workload): Totals => {
  const sum = { runs: 0, checks: 0, checkRuns: 0, transitions: 0 };
  for (const { checks, intervalSeconds } of shards) {
    const runs = SECONDS_PER_MONTH / intervalSeconds;
    sum.runs += runs;
    sum.checks += checks;
    sum.checkRuns += runs * checks;
    sum.transitions += runs * (transitions.fixed + transitions.perCheck * checks);
  }
  return sum;
};

/** Seconds that one healthy run of a shard takes. */
const secondsOfRun = (checks: number, concurrency: number): number =>
  Math.ceil(checks / concurrency) * (ASSUMED.checkSeconds + ASSUMED.workflowSecondsPerWave) +
  ASSUMED.workflowSecondsPerRun;

const workflowDollars = (load: Workload, totals: Totals) => ({
  standard: price.standardWorkflow(1, totals.transitions),
  // Tiers count over the account's whole month, so the shards' seconds are added up before they are priced.
  express: price.expressWorkflow(
    totals.runs,
    totals.runs === 0
      ? 0
      : load.shards.reduce(
          (sum, { checks, intervalSeconds }) =>
            sum + (SECONDS_PER_MONTH / intervalSeconds) * secondsOfRun(checks, load.concurrency),
          0,
        ) / totals.runs,
  ),
});

const count = (n: number): string => Math.round(n).toLocaleString('en-US');

const linesOf = (load: Workload, totals: Totals): readonly Line[] => {
  const workflow = workflowDollars(load, totals)[load.workflow];
  const invocations = totals.checkRuns + totals.runs * ASSUMED.otherFunctions;
  const metrics = totals.checks * load.metricsPerCheck + load.shards.length * load.metricsPerShard;
  const requests = load.shards.reduce(
    (sum, { checks, intervalSeconds }) =>
      sum +
      (SECONDS_PER_MONTH / intervalSeconds) *
        Math.ceil((checks * load.metricsPerCheck + load.metricsPerShard) / ASSUMED.metricsPerRequest),
    0,
  );
  const logBytes =
    invocations * ASSUMED.logBytesPerInvocation +
    (load.workflow === 'express' ? totals.transitions * ASSUMED.expressLogBytesPerTransition : 0);
  return [
    {
      item: `workflow (${load.workflow})`,
      dollars: workflow,
      basis: `${count(totals.runs)} runs, ${count(totals.transitions)} state transitions`,
      lower: load.workflow === 'standard' ? 'an express workflow, or a longer every' : 'a longer every',
    },
    {
      item: 'Lambda',
      dollars:
        price.lambda(totals.checkRuns, load.checkerMemoryMb, ASSUMED.checkSeconds) +
        price.lambda(totals.runs * ASSUMED.otherFunctions, ASSUMED.otherMemoryMb, ASSUMED.otherSeconds),
      basis: `${count(totals.checkRuns)} checks of ${ASSUMED.checkSeconds} s at ${load.checkerMemoryMb} MB`,
      lower: 'a longer every for checks that can wait',
    },
    {
      item: 'custom metrics',
      dollars: price.customMetrics(metrics),
      basis: `${count(metrics)} metrics`,
      lower: 'fewer opt-in metrics for each check',
    },
    {
      item: 'metric requests',
      dollars: price.putMetricData(requests),
      basis: `${count(requests)} PutMetricData requests, one a run`,
      lower: 'a longer every',
    },
    {
      item: 'alarms',
      dollars: price.alarms(load.metricAlarms, load.compositeAlarms),
      basis: `${count(load.metricAlarms)} metric alarms, ${count(load.compositeAlarms)} composite`,
      lower: 'group alarms instead of one for each check',
    },
    {
      item: 'logs',
      dollars: price.logs(logBytes),
      basis: `${count(logBytes / 1e6)} MB`,
      lower: 'standard workflows log errors only',
    },
    {
      item: 'SNS',
      dollars: price.sns(ASSUMED.notifications, ASSUMED.notifications),
      basis: `${ASSUMED.notifications} notifications, each to one e-mail address`,
      lower: 'nothing worth changing',
    },
    {
      item: 'schedules',
      dollars: price.schedules(totals.runs),
      basis: `${count(totals.runs)} invocations`,
      lower: 'a longer every',
    },
    {
      item: 'incident store',
      dollars: price.store(totals.runs, ASSUMED.notifications * 4),
      basis: 'one read a run, a write on change',
      lower: 'nothing worth changing',
    },
    {
      item: 'dashboards and keys',
      dollars:
        load.dashboards * PRICES.dashboardMonth +
        load.kmsKeys * PRICES.kmsKeyMonth +
        price.secrets(load.secrets, load.secrets * ASSUMED.readsPerSecret),
      basis: `${load.dashboards} dashboards, ${load.kmsKeys} KMS keys, ${load.secrets} secrets`,
      lower: 'deploy without a dashboard or a key of your own',
    },
  ];
};

/** Dollars a month for a workload, largest item first; the free tier is left out, so a small bill is lower still. */
export const estimate = (load: Workload): Estimate => {
  const totals = totalsOf(load);
  const lines = linesOf(load, totals)
    .map((line) => ({ ...line, dollars: line.dollars * load.regions }))
    .sort((a, b) => b.dollars - a.dollars);
  const { standard, express } = workflowDollars(load, totals);
  return {
    total: lines.reduce((sum, { dollars }) => sum + dollars, 0),
    lines,
    workflow: { standard: standard * load.regions, express: express * load.regions },
    prices: { region: PRICES_REGION, date: PRICES_DATE },
  };
};
