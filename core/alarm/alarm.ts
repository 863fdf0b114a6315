/** One alarm as CloudWatch is to have it, before anything of AWS has a name. */

/** Something that has no name before it is deployed; a function is meant by the state that it answers. */
export type Deployed = {
  readonly of: 'workflow' | 'schedules' | 'deadLetters' | 'function' | 'alerts' | 'pages' | 'renderer';
  readonly state?: string;
};

/** A metric as an alarm reads it: namespace, name, dimensions and statistic. */
export type AlarmMetric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string | Deployed])[];
  readonly statistic: 'Minimum' | 'Maximum' | 'Sum';
};

/** M of N: so many of so many periods must be bad. */
export type Datapoints = { readonly breaching: number; readonly of: number };

/**
 * What an alarm does when it goes off and when it is over: `page` wakes somebody by the page topic, `tell` writes to the
 * alert topic, `both` does both; `none` is for a composite to look at.
 */
export type AlarmAction = 'page' | 'tell' | 'both' | 'none';

type AlarmBase = {
  readonly kind: AlarmKind;
  /** Unique in its stack, and the same as long as what it watches is called the same. */
  readonly id: string;
  /** As CloudWatch calls it: unique in account and Region. */
  readonly name: string;
  readonly action: AlarmAction;
  /** Why it is there, and where the runbook says what to do. */
  readonly description: string;
};

/** An alarm over one metric, or over an expression of several. */
export type MetricAlarm = AlarmBase & {
  /** Several are one by `expression`, in which they are m1, m2, …; ten at most. null: the one as it is. */
  readonly metrics: readonly AlarmMetric[];
  readonly expression: string | null;
  readonly periodSeconds: number;
  readonly datapoints: Datapoints;
  readonly comparison: 'below' | 'atLeast';
  readonly threshold: number;
  readonly missing: 'breaching' | 'notBreaching' | 'ignore';
  /** Minutes after it was made in which it is not evaluated, 1 to 2,880. @default - none */
  readonly warmUpMinutes?: number;
};

/** Goes off with any of its children, which are alarms of the same stack. */
export type CompositeAlarm = AlarmBase & { readonly children: readonly string[] };

/** An alarm over metrics, or a composite over other alarms. */
export type Alarm = MetricAlarm | CompositeAlarm;

/** Each kind of alarm: the heading in docs/runbook.md that says what to do, and why the alarm is there. */
export const ALARM_KINDS = {
  check: {
    heading: 'A check is NG',
    reason: 'The target does not answer as its check expects, run after run.',
  },
  group: {
    heading: 'Checks of a shard are NG',
    reason: 'So many checks of the shard are NG, run after run; the alert messages name them.',
  },
  quorum: {
    heading: 'A check is NG from several Regions',
    reason: 'As many Regions as make the quorum say NG, so it is the target and not the way to it.',
  },
  certificate: { heading: 'A certificate runs out', reason: 'The certificate is good for few days more.' },
  silence: { heading: 'Nothing runs', reason: 'No run came to its end when three were due: nobody watches.' },
  offline: {
    heading: 'The monitor is offline',
    reason: 'Every guard is NG: what Rollcall says of targets says nothing.',
  },
  regionSilence: { heading: 'A Region is silent', reason: 'The home Region hears nothing from another Region.' },
  workflowFailed: {
    heading: 'An execution failed',
    reason: 'Rollcall itself is broken: an execution ends well however many checks are NG.',
  },
  workflowTimedOut: { heading: 'An execution timed out', reason: 'An execution hung until it was ended.' },
  workflowThrottled: {
    heading: 'Executions are throttled',
    reason: 'Step Functions holds state transitions back: the account makes more than its quota.',
  },
  checkerFaults: {
    heading: 'Checkers fail',
    reason: 'Checks end as checker faults, which say nothing about the target: Rollcall could not check.',
  },
  functionsThrottled: {
    heading: 'Functions are throttled',
    reason: 'Lambda refuses invocations: no concurrency is left, in the account or in reservedConcurrency.',
  },
  scheduleDropped: {
    heading: 'Schedules are dropped',
    reason: 'EventBridge Scheduler could not start a run and gave up: the run is lost.',
  },
  undelivered: {
    heading: 'Alerts are not delivered',
    reason: 'SNS gave up on a subscriber of the other topic: somebody was not told.',
  },
  deadLetters: { heading: 'Undelivered schedules wait', reason: 'Schedules that started no run lie in the queue.' },
  statusPage: {
    heading: 'The status page stands still',
    reason: 'It was not made anew three times over: what it shows is old, and alerts go on all the same.',
  },
} as const satisfies Readonly<Record<string, { readonly heading: string; readonly reason: string }>>;
/** The kinds of alarm that there are, each a heading of the runbook. */
export type AlarmKind = keyof typeof ALARM_KINDS;

/** A heading's anchor, by GitHub's rules. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Whether an alarm is made of other alarms. */
export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'children' in alarm;
}

/** A composite's rule in the words of CloudWatch. By name: a hundred ARNs would not fit. */
export function ruleOf({ children }: Pick<CompositeAlarm, 'children'>): string {
  return children.map((name) => `ALARM("${name}")`).join(' OR ');
}
