import type { WorkflowType } from '../contract.ts';
import { ASSUMED, DAYS_PER_MONTH } from './assumed.ts';
import type { Charges } from './lines.ts';
import { PAGE_MEMORY_MB } from './page-usage.ts';
import type { PriceName } from './prices.ts';
import type { Usage } from './usage.ts';
import type { Workload } from './workload.ts';

/** One item of the bill, in one Region. */
export type Item = {
  readonly item: string;
  /** A month. */
  readonly dollars: number;
  /** How the figure comes about. */
  readonly basis: string;
  /** What to change to lower it. */
  readonly lower: string;
  /** The prices that it comes from. */
  readonly prices: readonly PriceName[];
};

/** Every item of the bill, also those that come to nothing. */
export function itemsOf(usage: Usage, load: Workload, charge: Charges): readonly Item[] {
  return ITEMS.map((item) => item(usage, load, charge));
}

type ItemOf = (usage: Usage, load: Workload, charge: Charges) => Item;

const count = (n: number): string => Math.round(n).toLocaleString('en-US');
const several = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const workflow: ItemOf = ({ standard, express }, load, charge) => ({
  item: `workflow (${load.workflow})`,
  dollars:
    charge.standardWorkflow(1, standard.transitions) + charge.expressWorkflow(express.runs, express.secondsPerRun),
  basis: [
    ...(standard.runs === 0 ? [] : [`${count(standard.runs)} runs, ${count(standard.transitions)} state transitions`]),
    ...(express.runs === 0
      ? []
      : [
          `${count(express.runs)} ${standard.runs === 0 ? '' : 'Express '}runs of ${express.secondsPerRun.toFixed(1)} s`,
        ]),
  ].join(', '),
  lower: LOWER[load.workflow],
  prices: [
    ...(standard.runs === 0 ? [] : (['standardTransition'] as const)),
    ...(express.runs === 0 ? [] : (['expressRequest', 'expressGbSeconds'] as const)),
  ],
});

const LOWER: Readonly<Record<WorkflowType, string>> = {
  nested: 'a longer every',
  standard: 'a nested workflow, or a longer every',
  express: 'a longer every',
};

const functions: ItemOf = ({ checkRuns, checkSeconds, otherCalls }, { checkerMemoryMb }, charge) => ({
  item: 'Lambda',
  dollars:
    charge.lambda(checkRuns, checkerMemoryMb, checkSeconds) +
    charge.lambda(otherCalls, ASSUMED.otherMemoryMb, ASSUMED.otherSeconds),
  basis: `${count(checkRuns)} checks of ${Math.round(checkSeconds * 100) / 100} s at ${checkerMemoryMb} MB, ${count(otherCalls)} other calls`,
  lower: 'a longer every for checks that can wait',
  prices: ['lambdaRequest', 'lambdaGbSecond'],
});

const metrics: ItemOf = (usage, { home, metricsPerCheck }, charge) => ({
  item: 'custom metrics',
  dollars: charge.customMetrics(usage.metrics),
  basis: `${several(usage.metrics, 'metric')}${home === null ? '' : ', those of the home Region included'}`,
  lower: fewerMetrics(metricsPerCheck > 1, home !== null),
  prices: ['metricMonth'],
});

function fewerMetrics(hasChosen: boolean, hasHome: boolean): string {
  const ways = [...(hasChosen ? ['fewer opt-in metrics for each check'] : []), ...(hasHome ? ['no home'] : [])];
  return ways.join(', or ') || 'nothing worth changing';
}

const metricRequests: ItemOf = (usage, { home }, charge) => ({
  item: 'metric requests',
  dollars: charge.putMetricData(usage.metricRequests),
  basis: `${count(usage.metricRequests)} PutMetricData requests${home === null ? ', one a run' : ''}`,
  lower: 'a longer every',
  prices: ['putMetricDataRequest'],
});

const alarms: ItemOf = (_, { metricAlarms, compositeAlarms }, charge) => ({
  item: 'alarms',
  dollars: charge.alarms(metricAlarms, compositeAlarms),
  basis: `${several(metricAlarms, 'metric')} that alarms look at, ${count(compositeAlarms)} composite`,
  lower: 'deploy.alarms: {per: group} instead of one for each check',
  prices: compositeAlarms === 0 ? ['alarmMonth'] : ['alarmMonth', 'compositeAlarmMonth'],
});

const dashboards: ItemOf = (_, load, charge) => ({
  item: 'dashboards',
  dollars: charge.dashboards(load.dashboards),
  basis: several(load.dashboards, 'dashboard'),
  lower: 'deploy without a dashboard',
  prices: ['dashboardMonth'],
});

const logs: ItemOf = ({ logBytes }, load, charge) => ({
  item: 'logs',
  dollars: charge.logs(logBytes) + charge.keptLogs(logBytes, load.retentionDays / DAYS_PER_MONTH),
  basis: `${count(logBytes / 1e6)} MB, kept for ${several(load.retentionDays, 'day')}`,
  lower:
    load.workflow === 'express'
      ? 'no logData, or a nested workflow, which logs errors only'
      : `${load.logData ? 'no logData, or ' : ''}fewer retentionDays`,
  prices: ['logGbIngested', 'logGbMonth'],
});

const traces: ItemOf = ({ standard, express }, _, charge) => ({
  item: 'traces',
  dollars: charge.traces(standard.runs + express.runs),
  basis: `${count(standard.runs + express.runs)} traces in X-Ray, one a run of each state machine at most`,
  lower: 'a sampling rule of your own in X-Ray',
  prices: ['trace'],
});

const notifications: ItemOf = (_, { subscribers: { email, https } }, charge) => ({
  item: 'SNS',
  dollars: charge.sns(ASSUMED.notifications, ASSUMED.notifications * email, ASSUMED.notifications * https),
  basis: `${ASSUMED.notifications} notifications, each to ${several(email, 'e-mail address', 'e-mail addresses')} and ${several(https, 'URL')}`,
  lower: 'nothing worth changing',
  prices: email + https === 0 ? ['snsPublish'] : ['snsPublish', 'snsEmail', 'snsHttps'],
});

const schedules: ItemOf = ({ runs }, _, charge) => ({
  item: 'schedules',
  dollars: charge.schedules(runs),
  basis: `${count(runs)} invocations`,
  lower: 'a longer every',
  prices: ['schedulerInvocation'],
});

/** What the run's own shard remembers, what all shards share, and the mutes. */
const READS_PER_RUN = 3;

const store: ItemOf = ({ runs }, _, charge) => ({
  item: 'incident store',
  dollars: charge.store(runs * READS_PER_RUN, ASSUMED.notifications * ASSUMED.writesPerNotification),
  basis: 'three reads a run, a write on change',
  lower: 'nothing worth changing',
  prices: ['dynamoRead', 'dynamoWrite'],
});

const keys: ItemOf = (_, { kmsKeys, secrets }, charge) => ({
  item: 'keys and secrets',
  dollars: charge.keys(kmsKeys) + charge.secrets(secrets, secrets * ASSUMED.readsPerSecret),
  basis: `${several(kmsKeys, 'KMS key')}, ${several(secrets, 'secret')}`,
  lower: 'parameters instead of secrets, and no key of its own',
  prices: secrets === 0 ? ['kmsKeyMonth'] : ['kmsKeyMonth', 'secretMonth', 'secretCall'],
});

const reports: ItemOf = (_, { reports }, charge) => ({
  item: 'heartbeats',
  dollars: charge.lambda(reports, ASSUMED.otherMemoryMb, ASSUMED.reportSeconds) + charge.store(reports, reports),
  basis: `${count(reports)} reports of jobs, ${ASSUMED.reportsPerJob} a run`,
  lower: 'no report of the start',
  prices: reports === 0 ? [] : ['lambdaRequest', 'lambdaGbSecond', 'dynamoRead', 'dynamoWrite'],
});

const statusPage: ItemOf = ({ page }, load, charge) => ({
  item: 'status page',
  dollars:
    charge.lambda(page.renders, PAGE_MEMORY_MB, page.renderSeconds) +
    charge.store(page.storeReads, page.storeWrites) +
    charge.objects(page.objectWrites, page.objectReads),
  basis:
    load.page === null
      ? 'none'
      : `made ${count(page.renders)} times of ${several(load.page.checks, 'check')}, ${count(page.storeWrites)} writes of runs, ${count(page.objectWrites)} of files`,
  lower: 'a longer deploy.page.every',
  prices:
    load.page === null ? [] : ['lambdaRequest', 'lambdaGbSecond', 'dynamoRead', 'dynamoWrite', 's3Write', 's3Read'],
});

const ITEMS: readonly ItemOf[] = [
  workflow,
  functions,
  metrics,
  metricRequests,
  alarms,
  dashboards,
  logs,
  traces,
  notifications,
  schedules,
  store,
  reports,
  statusPage,
  keys,
];
