import { PRICES, tiered } from './prices.ts';

/** Dollars a month for one thing that AWS charges; every argument is a count or size a month unless its name says else. */

const CHUNK_GB = 0.0625;
const GB = 1e9;

/** `transitions` a run: every state entered, each retry, and one for the start. */
export const standardWorkflow = (runs: number, transitions: number): number =>
  runs * transitions * PRICES.standardTransition;

/** Express is billed by the request and by GB-seconds: 100 ms steps, and one 64 MB chunk holds a run of a full shard. */
export const expressWorkflow = (runs: number, secondsPerRun: number): number =>
  runs * PRICES.expressRequest +
  tiered(PRICES.expressGbSeconds, CHUNK_GB * (Math.ceil(secondsPerRun * 10 - 1e-9) / 10) * runs);

export const lambda = (invocations: number, memoryMb: number, seconds: number): number =>
  invocations * (PRICES.lambdaRequest + (memoryMb / 1024) * seconds * PRICES.lambdaGbSecond);

export const putMetricData = (requests: number): number => requests * PRICES.putMetricDataRequest;

export const customMetrics = (metrics: number): number => tiered(PRICES.metricMonth, metrics);

export const alarms = (metricAlarms: number, compositeAlarms = 0): number =>
  metricAlarms * PRICES.alarmMonth + compositeAlarms * PRICES.compositeAlarmMonth;

export const logs = (bytes: number): number => (bytes / GB) * PRICES.logGbIngested;

export const sns = (publishes: number, emails: number): number =>
  publishes * PRICES.snsPublish + emails * PRICES.snsEmail;

export const schedules = (invocations: number): number => invocations * PRICES.schedulerInvocation;

export const store = (reads: number, writes: number): number => reads * PRICES.dynamoRead + writes * PRICES.dynamoWrite;

export const secrets = (held: number, calls: number): number => held * PRICES.secretMonth + calls * PRICES.secretCall;
