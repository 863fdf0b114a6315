/** Names and budgets that two sides must agree on; written here once. */

/** The product's name and version, as the default user agent shows them to targets. */
export const VERSION = '0.1.0';
/** The User-Agent of requests whose check names none. */
export const USER_AGENT = `rollcall/${VERSION}`;

/** CloudWatch names: what publish-metrics emits and what alarms and dashboards watch. */
export const METRIC_NAMESPACE = 'Rollcall';
/** Names of metrics, each with when it is written and its dimension. */
export const METRICS = {
  /**
   * 1 when the check was OK, 0 when NG. Dimension Check. Left out of a run that says nothing of the target by itself: a
   * checker fault, and an NG under another check that it depends on.
   */
  healthy: 'Healthy',
  /** 0 when the check was OK, 1 when NG. Dimensions Check and Region, in the home Region only, where they are summed. */
  ng: 'Ng',
  /** The count of OK verdicts of a run. Dimension Shard, like all below. */
  checksOk: 'ChecksOk',
  /** The count of NG verdicts that Healthy is 0 of. With Severity beside Shard too, where not all checks of a run have one. */
  checksNg: 'ChecksNg',
  /** Verdicts with reason checker-fault: Rollcall could not check, which says nothing about the target. */
  checkerFaults: 'CheckerFaults',
  /** OK verdicts that needed a recheck. */
  flaky: 'Flaky',
  /** 1 for every run that came this far: its absence is the dead-man's switch. */
  runCompleted: 'RunCompleted',
  /** 1 when a guard was OK, 0 when every guard was NG: the monitor itself is offline. Only where the list has guards. */
  online: 'Online',
  /** Written for checks that ask for them, when there was something to measure. Dimension Check. Milliseconds. */
  latency: 'Latency',
  /** Days that the certificate is still good for. */
  certificateDays: 'CertificateDays',
  /** 1 when an OK was above a limit of `degraded`, 0 when it was not; nothing of an NG. */
  degraded: 'Degraded',
  /** One for each phase of the last hop, milliseconds. */
  dns: 'Dns',
  connect: 'Connect',
  tls: 'Tls',
  firstByte: 'FirstByte',
  download: 'Download',
} as const;
/** Those that each shard has. */
export const SHARD_METRICS = ['checksOk', 'checksNg', 'checkerFaults', 'flaky', 'runCompleted'] as const;
/** Those that the home Region is told of each shard of another. */
export const HOME_SHARD_METRICS = ['checksNg', 'runCompleted'] as const;
/** Those that each name of `metrics` in a check stands for. */
export const OPTIONAL_METRICS = {
  latency: ['latency'],
  certificateDays: ['certificateDays'],
  degraded: ['degraded'],
  phases: ['dns', 'connect', 'tls', 'firstByte', 'download'],
} as const;
/** A name under `metrics` of a check. */
export type OptionalMetric = keyof typeof OPTIONAL_METRICS;
/** Region stands beside the others in the home Region's copies only. */
export const DIMENSIONS = { check: 'Check', shard: 'Shard', severity: 'Severity', region: 'Region' } as const;

/** The Shard dimension of a run that no schedule started. */
export const MANUAL_SHARD = 'manual';

/** Environment variables that the stack sets and the handlers read. */
export const ENV = {
  topicArn: 'ROLLCALL_TOPIC_ARN',
  /** JSON object: the ARN of each topic that routes name. What is not in it goes to the topic above. */
  topicArns: 'ROLLCALL_TOPIC_ARNS',
  /** The topic of chat channels that hear what the default topic is told. Not set, none does. */
  chatTopicArn: 'ROLLCALL_CHAT_TOPIC_ARN',
  /** The event bus that openings and recoveries go to. Not set, none does. */
  eventBus: 'ROLLCALL_EVENT_BUS',
  namespace: 'ROLLCALL_NAMESPACE',
  concurrency: 'ROLLCALL_CONCURRENCY',
  workflow: 'ROLLCALL_WORKFLOW',
  /** The Region that is told who is NG, whichever the function's own is. Not set, none is. */
  homeRegion: 'ROLLCALL_HOME_REGION',
  /** 'true': checkers may connect to loopback addresses, for acceptance tests. Not set, they may not. */
  allowLoopback: 'ROLLCALL_ALLOW_LOOPBACK',
  /** The table of open incidents; without it every run with an NG is reported. */
  incidentTable: 'ROLLCALL_INCIDENT_TABLE',
  /** With the table: how long after its start a run may answer, milliseconds. */
  settleMs: 'ROLLCALL_SETTLE_MS',
  /** What `${env:NAME}` may read on AWS, names with commas between. */
  readable: 'ROLLCALL_READABLE',
  /** The name of the secret that tokens of heartbeats are made with. */
  heartbeatKey: 'ROLLCALL_HEARTBEAT_KEY',
  /** The table of what runs came to, for the status page. Not set, nothing is kept of a run. */
  historyTable: 'ROLLCALL_HISTORY_TABLE',
  /** The bucket of what is kept of runs for longer, and the bucket of the pages, which everybody may read. */
  historyBucket: 'ROLLCALL_HISTORY_BUCKET',
  pagesBucket: 'ROLLCALL_PAGES_BUCKET',
  /** The function that knows what is open: TrackIncidents. */
  tracker: 'ROLLCALL_TRACKER',
  /** The address of the status page, with a slash at its end. */
  pageUrl: 'ROLLCALL_PAGE_URL',
} as const;

/** Attributes of the incident table that whoever makes it and whoever writes to it must agree on. */
export const INCIDENT_TABLE = { partitionKey: 'memory', sortKey: 'name', timeToLive: 'expiresAt' } as const;

/**
 * The table of what runs came to: an item a run, found by its shard and, in the order of their starts, by the run. Beside that of
 * incidents, which is read whole now and then. `packed`: the attribute that holds a run.
 */
export const HISTORY_TABLE = {
  partitionKey: 'shard',
  sortKey: 'run',
  timeToLive: 'expiresAt',
  packed: 'packed',
} as const;
/** Where the bucket of history has what was folded of an hour, and of a day (UTC); each is let go when its time is over. */
export const HISTORY_PREFIXES = { hours: 'hours/', days: 'days/' } as const;
/** How long single verdicts are kept for the status page, days. */
export const RAW_HISTORY_DAYS = 7;

/**
 * Checks of jobs that report by themselves: the kind, and the partition of the incident table in which their reports are. Where
 * a list has one, the stack has a function that listens.
 */
export const HEARTBEATS = { kind: 'heartbeat', partition: 'heartbeat' } as const;

/** The error that an execution with a bad input ends with, in its output; also what ends the CLI with exit code 2. */
export const INVALID_INPUT = 'InvalidInput';

/** A run no older than this against its scheduledTime is the schedule's own; later it is somebody's re-run. */
export const SCHEDULED_RUN_MAX_AGE_MS = 5 * 60_000;

/**
 * Byte and count budgets. A state's input or output ends at 256 KiB and AWS lets nobody catch that, so each budget is
 * enforced where the thing is made: a full shard (128 KiB of checks) or its verdicts (100 KiB) with all notifications
 * of the run (96 KiB) stays below it in every state.
 */
export const BUDGETS = {
  payloadBytes: 256 * 1024,
  checkBytes: 32 * 1024,
  shardChecks: 100,
  shardBytes: 128 * 1024,
  verdictBytes: 1024,
  excerptBytes: 300,
  seenBytes: 200,
  notificationsBytes: 96 * 1024,
  adHocAlertsBytes: 16 * 1024,
} as const;

/** Limits in time: a check's own deadline, the checker Lambda around it, the Task around that. */
export const MAX_CHECK_TIMEOUT_MS = 60_000;
/** Seconds after which Lambda ends a checker. */
export const CHECKER_LAMBDA_TIMEOUT_S = 65;
/** Seconds after which the workflow gives a checker up. */
export const CHECKER_TASK_TIMEOUT_S = 70;

/**
 * What each Task does when its service throttles it: so many more tries, so far apart at most, at a random moment each.
 * LONGEST_THROTTLE_S is all the waiting of one Task, before it has failed for good.
 */
export const THROTTLE_RETRY = { MaxAttempts: 6, IntervalSeconds: 1, BackoffRate: 2, MaxDelaySeconds: 10 } as const;
/** The most seconds that the retries of a throttled Task wait in all. */
export const LONGEST_THROTTLE_S = 1 + 2 + 4 + 8 + 10 + 10;

/** Redirects that are followed when a check follows them, and at most when it says how many. */
export const USUAL_REDIRECTS = 10;
/** The most redirects that a check may say it follows. */
export const MOST_REDIRECTS = 50;

/** How many checks a Map state has in flight, unless the list says otherwise; an inline Map takes no more. */
export const DEFAULT_CONCURRENCY = 40;

/** How long CloudWatch keeps logs, unless the list says otherwise. */
export const DEFAULT_RETENTION_DAYS = 30;

/** The workflow as a Standard machine that calls an Express one for scheduled runs, or as one machine of either type. */
export const WORKFLOW_TYPES = ['nested', 'standard', 'express'] as const;
/** How the workflow is deployed. */
export type WorkflowType = (typeof WORKFLOW_TYPES)[number];
/** How the workflow is deployed where the list does not say. */
export const DEFAULT_WORKFLOW: WorkflowType = 'nested';
/** AWS ends an Express execution after five minutes. */
export const EXPRESS_LIMIT_S = 300;
/** A client that waits for an Express execution was seen to get no answer after 60 s: one that is called ends before. */
export const NESTED_LIMIT_S = 55;

/** Of a body this much is read; what lies behind is not searched, and a reason that depends on it says so. */
export const BODY_CAP_BYTES = 1024 * 1024;

/** What comes before the body of an answer is at most this long, in either version of HTTP. */
export const MAX_HEADER_BYTES = 64 * 1024;
