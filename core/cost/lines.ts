import { tiered } from './price-list.ts';
import type { Prices } from './prices.ts';

const CHUNK_GB = 0.0625;
const GB = 1e9;

/** Dollars a month for one thing that AWS charges; every argument is a count or size a month unless its name says else. */
export type Charges = ReturnType<typeof chargesBy>;

/** Charges with what they are for, in US dollars a month. */
export const chargesBy = (prices: Prices) => ({
  /** `transitions` a run: every state entered, each retry, and one for the start. */
  standardWorkflow: (runs: number, transitions: number): number => runs * transitions * prices.standardTransition,

  /** Express is billed by the request and by GB-seconds: 100 ms steps, and one 64 MB chunk holds a run of a full shard. */
  expressWorkflow: (runs: number, secondsPerRun: number): number =>
    runs * prices.expressRequest +
    tiered(prices.expressGbSeconds, CHUNK_GB * (Math.ceil(secondsPerRun * 10 - 1e-9) / 10) * runs),

  lambda: (invocations: number, memoryMb: number, seconds: number): number =>
    invocations * (prices.lambdaRequest + (memoryMb / 1024) * seconds * prices.lambdaGbSecond),

  putMetricData: (requests: number): number => requests * prices.putMetricDataRequest,

  customMetrics: (metrics: number): number => tiered(prices.metricMonth, metrics),

  alarms: (metricAlarms: number, compositeAlarms = 0): number =>
    metricAlarms * prices.alarmMonth + compositeAlarms * prices.compositeAlarmMonth,

  dashboards: (dashboards: number): number => dashboards * prices.dashboardMonth,

  logs: (bytes: number): number => (bytes / GB) * prices.logGbIngested,

  /** `months` that each byte is kept. */
  keptLogs: (bytes: number, months: number): number => (bytes / GB) * months * prices.logGbMonth,

  traces: (traces: number): number => traces * prices.trace,

  /** Deliveries to functions and queues cost nothing; those to telephones have a price for each country. */
  sns: (publishes: number, emails: number, https = 0): number =>
    publishes * prices.snsPublish + emails * prices.snsEmail + https * prices.snsHttps,

  schedules: (invocations: number): number => invocations * prices.schedulerInvocation,

  store: (reads: number, writes: number): number => reads * prices.dynamoRead + writes * prices.dynamoWrite,

  objects: (writes: number, reads: number): number => writes * prices.s3Write + reads * prices.s3Read,

  keys: (keys: number): number => keys * prices.kmsKeyMonth,

  secrets: (held: number, calls: number): number => held * prices.secretMonth + calls * prices.secretCall,
});

/** `$1,234.50` */
export function dollarsText(amount: number): string {
  return amount.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
