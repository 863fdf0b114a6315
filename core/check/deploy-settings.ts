import type { WorkflowType } from '../contract.ts';
import type { Severity } from './alert-settings.ts';

/**
 * One who is told: the key says how. Lambda, SQS: ARNs. Slack and Teams are reached by Amazon Q Developer. With
 * `severity`, of nothing but alerts with news of these; a channel takes all of its topic.
 */
export type Subscription = EndpointSubscription | ChatSubscription;

/** A subscriber that SNS sends to by itself, without a chat service between. */
export type EndpointSubscription = (
  | { readonly email: string }
  | { readonly sms: string }
  | { readonly https: string }
  | { readonly lambda: string }
  | { readonly sqs: string }
) & { readonly severity?: Severity | readonly Severity[] | undefined };

/** Slack or Teams, by Amazon Q Developer in chat applications. */
export type ChatSubscription =
  | { readonly slack: { readonly workspace: string; readonly channel: string } }
  | { readonly teams: { readonly tenant: string; readonly team: string; readonly channel: string } };

/** Whether a subscription is a chat channel. */
export function isChat(subscription: Subscription): subscription is ChatSubscription {
  return 'slack' in subscription || 'teams' in subscription;
}

/** How a change of the workflow's definition comes to the schedules: `percentage` first or each time, then every `minutes`. */
export type Rollout = {
  readonly type: 'canary' | 'linear';
  readonly percentage: number;
  readonly minutes: number;
};

/** Days that CloudWatch can keep a log. */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
] as const;
type Retention = (typeof RETENTION_DAYS)[number] | 'forever';

/** Which alarms there are, and whom they wake. */
export type AlarmSettings = {
  /**
   * So many of so many runs must be NG before an alarm of a check goes off, M of N.
   *
   * @default - '2 of 4', and '1 of 2' for intervals of 15 minutes and more
   */
  readonly datapoints?: string | undefined;
  /** Which severities page; checks of another have no alarm. @default 'critical' */
  readonly severity?: Severity | readonly Severity[] | undefined;
  /**
   * An alarm for each check, or one for each shard of up to 100 checks.
   *
   * @default - for each check, or for each shard where those do not fit into a CloudFormation template
   */
  readonly per?: 'check' | 'group' | undefined;
  /**
   * What is one page: all checks of a severity, all checks with the same first tag, or each alarm by itself. While one of
   * several is NG, another one pages nobody.
   *
   * @default 'alarm'
   */
  readonly pageBy?: 'severity' | 'tag' | 'alarm' | undefined;
  /** An SNS topic that is there, for pages. It must let cloudwatch.amazonaws.com publish. @default - a topic of its own */
  readonly topicArn?: string | undefined;
  /** Who is paged. @default - nobody */
  readonly subscriptions?: readonly Subscription[] | undefined;
  /** How many Regions must say NG, where there is a home Region. @default - more than half of the regions */
  readonly quorum?: number | undefined;
  /** Where the runbook is read, for the links in alarms. @default 'docs/runbook.md' */
  readonly runbook?: string | undefined;
};

/** How often a page can be made anew. */
export const PAGE_EVERY = ['1m', '5m', '15m', '30m', '1h'] as const;

/** The status page on S3 behind CloudFront. */
export type DeployedPage = {
  /** The name that people write. @default - the one that CloudFront gives it */
  readonly domain?: string | undefined;
  /** The ARN of the certificate of that name, in us-east-1. */
  readonly certificate?: string | undefined;
  /** How often it is made anew. @default '5m' */
  readonly every?: (typeof PAGE_EVERY)[number] | undefined;
};

/** What `deploy:` of checks.yaml says, and the properties of the HealthChecks construct: whatever is left out has its default. */
export type DeploySettings = {
  /** A second list of an account and Region is a stack of its own by it: `Rollcall-NAME`. @default - the stack `Rollcall` */
  readonly name?: string | undefined;
  /** In front of the stack's name, and so of what is named after it: `acme-`. @default - nothing */
  readonly namePrefix?: string | undefined;
  /** The ARN of a managed policy that bounds every role. @default - none */
  readonly permissionsBoundary?: string | undefined;
  /** What opens and what is over goes to EventBridge too: true for the default bus, or the ARN of one. @default false */
  readonly events?: boolean | string | undefined;
  /**
   * `nested`: 90 days of history and a redrive for each run, at a fraction of the price of `standard`, which shows each
   * check of a scheduled run as a state of its own. `express`: the least price, runs of 300 s at most, history in
   * CloudWatch Logs only.
   *
   * @default 'nested'
   */
  readonly workflow?: WorkflowType | undefined;
  /** How many checks of a run are in flight at a time, 1 to 40. @default 40 */
  readonly concurrency?: number | undefined;
  /** CloudWatch namespace that the metrics are written to. @default 'Rollcall', or 'Rollcall/NAME' where there is a name */
  readonly metricNamespace?: string | undefined;
  /** An SNS topic that is there, to alert to. @default - a topic of its own */
  readonly topicArn?: string | undefined;
  /** Who is told. An SQS queue's own policy must let the topic send. @default - nobody */
  readonly subscriptions?: readonly Subscription[] | undefined;
  /** CloudWatch alarms, and whom they wake; false makes none. @default - all of them, see docs/runbook.md */
  readonly alarms?: AlarmSettings | false | undefined;
  /** A CloudWatch dashboard. @default true */
  readonly dashboard?: boolean | undefined;
  /** A status page for everybody, of the checks that `page.public` of the list lets them see. @default false */
  readonly page?: boolean | DeployedPage | undefined;
  /** How many days logs are kept, or 'forever'. @default 30 */
  readonly retentionDays?: Retention | undefined;
  /** Logs the input and output of each state too: what targets say is in them. @default false */
  readonly logData?: boolean | undefined;
  /**
   * Encrypts topics, queues, the incident table, logs, the settings of functions, and executions with their history: the
   * ARN of a key that lets CloudWatch, CloudWatch Logs and SNS use it, or true for a key of its own.
   *
   * @default - keys of AWS for table and queue, the topics not at rest
   */
  readonly kmsKey?: string | true | undefined;
  /** Where the checkers reach private targets from. Public ones and secrets then take a NAT gateway. @default - no VPC */
  readonly vpc?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] } | undefined;
  /** Invocations that each checker function may have at a time, which no other function of the account takes. @default - the account's */
  readonly reservedConcurrency?: number | undefined;
  /**
   * Publishes a version of the workflow at each change of its definition, and moves the schedules to it step by step;
   * back when an execution fails.
   *
   * @default - a change is there at once
   */
  readonly rollout?: Rollout | undefined;
  /** Makes the published recipe's own function, of this name. Names are an account's, so that two lists cannot both have it. @default - none */
  readonly recipeFunctionName?: string | false | undefined;
  /** What becomes of logs and keys when the stack goes. @default 'destroy' */
  readonly removalPolicy?: 'destroy' | 'retain' | undefined;
  /** Tags of every resource. @default - none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** A stack in each of these Regions. @default - one, in the Region of the credentials */
  readonly regions?: readonly string[] | undefined;
  /** The one of the regions that all tell who is NG, with the dimension Region: it alone watches checks. @default - none */
  readonly home?: string | undefined;
  /** Lets checks connect to loopback addresses: for acceptance tests on an emulated AWS, whose targets are there. @default false */
  readonly allowLoopback?: boolean | undefined;
};
