import { pageOfStack } from '../page/deployed-page.ts';
import type { Alarm, AlarmAction, AlarmKind, AlarmMetric, Datapoints, MetricAlarm } from './alarm.ts';
import { named } from './describe.ts';
import { chunksOf, onePage } from './one-page.ts';
import { awsMetric, type Ground, MOST_METRICS, sumOf } from './stack.ts';
import { eventWindow } from './window.ts';

/** One event is enough, and three periods without any end the alarm, so that a fault of each run is one page. */
const ANY: Datapoints = { breaching: 1, of: 3 };

/** Throttling that goes by itself needs nobody. */
const OFTEN: Datapoints = { breaching: 2, of: 3 };

/** What AWS counts of the monitor's own parts. */
export function healthAlarms(ground: Ground): readonly Alarm[] {
  const { alarming, workflow } = ground;
  const alarm = (kind: AlarmKind, metric: AlarmMetric, seen: string, datapoints: Datapoints) =>
    eventAlarm(ground, { kind, what: '', metrics: [metric], seen, datapoints });
  return [
    workflowFailed(ground, 'both'),
    alarm('workflowTimedOut', ofWorkflow('ExecutionsTimedOut'), 'executions timed out', ANY),
    // Express transitions have no quota, and a start that is throttled is a schedule dropped.
    ...(workflow === 'express'
      ? []
      : [
          alarm(
            'workflowThrottled',
            ofWorkflow('ExecutionThrottled'),
            'transitions throttled',
            alarming.datapoints ?? OFTEN,
          ),
        ]),
    alarm(
      'scheduleDropped',
      awsMetric('Scheduler', 'InvocationDroppedCount', 'ScheduleGroup', { of: 'schedules' }),
      'schedules dropped',
      ANY,
    ),
    deadLetters(ground),
    ...undelivered(ground),
    ...functionAlarms(ground),
    ...statusPage(ground),
  ];
}

/** A rollout goes back on this one too. */
export function workflowFailed(ground: Ground, action: AlarmAction): MetricAlarm {
  const metrics = [ofWorkflow('ExecutionsFailed')];
  const seen = 'executions failed';
  return { ...eventAlarm(ground, { kind: 'workflowFailed', what: '', metrics, seen, datapoints: ANY }), action };
}

/** The page came with the drop; this one stays on until somebody has looked. */
function deadLetters(ground: Ground): MetricAlarm {
  const metric = awsMetric('SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', { of: 'deadLetters' }, 'Maximum');
  const about = { kind: 'deadLetters', what: '', metrics: [metric], seen: 'messages in the queue' } as const;
  // A queue that nobody touches for six hours says nothing more, and what is in it stays.
  return {
    ...eventAlarm(ground, { ...about, datapoints: { breaching: 1, of: 1 } }),
    periodSeconds: 300,
    missing: 'ignore',
    action: 'tell',
  };
}

/** What a topic could not deliver is reported by the other one. */
function undelivered(ground: Ground): readonly MetricAlarm[] {
  const { topicArn, alarms } = ground.deploy;
  if (topicArn !== undefined && alarms !== false && alarms?.topicArn === topicArn) return [];
  return (['alerts', 'pages'] as const).map((of) => {
    const metrics = [awsMetric('SNS', 'NumberOfNotificationsFailed', 'TopicName', { of })];
    const about = { kind: 'undelivered', what: of, metrics, seen: `${of} that SNS could not deliver` } as const;
    return { ...eventAlarm(ground, { ...about, datapoints: ANY }), action: of === 'alerts' ? 'page' : 'tell' };
  });
}

/** Nobody is woken: alerts do not come from the page. */
function statusPage(ground: Ground): readonly MetricAlarm[] {
  const page = pageOfStack(ground.deploy, ground.region);
  if (page === null) return [];
  const count = (name: string) => awsMetric('Lambda', name, 'FunctionName', { of: 'renderer' });
  const periodSeconds = Math.max(SHORTEST_PAGE_PERIOD_S, page.everyMs / 1000);
  return [
    {
      ...named(ground.naming, 'statusPage', '', 'no page was made'),
      action: 'tell',
      metrics: [count('Invocations'), count('Errors')],
      expression: 'm1 - m2',
      periodSeconds,
      datapoints: { breaching: 3, of: 3 },
      comparison: 'below',
      threshold: 1,
      missing: 'breaching',
      warmUpMinutes: (3 * periodSeconds) / 60,
    },
  ];
}

const SHORTEST_PAGE_PERIOD_S = 300;

function functionAlarms(ground: Ground): readonly Alarm[] {
  const datapoints = ground.alarming.datapoints ?? OFTEN;
  const parts = chunksOf(ground.functions, MOST_METRICS);
  const alarms = parts.map((states, index) =>
    eventAlarm(ground, {
      kind: 'functionsThrottled',
      what: parts.length === 1 ? '' : String(index + 1),
      metrics: states.map((state) => awsMetric('Lambda', 'Throttles', 'FunctionName', { of: 'function', state })),
      seen: `invocations of ${states.join(', ')} throttled`,
      datapoints,
    }),
  );
  return onePage(alarms, { kind: 'functionsThrottled', what: 'function' }, ground);
}

function ofWorkflow(name: string): AlarmMetric {
  return awsMetric('States', name, 'StateMachineArn', { of: 'workflow' });
}

type Event = {
  readonly kind: AlarmKind;
  readonly what: string;
  readonly metrics: readonly AlarmMetric[];
  readonly seen: string;
  readonly datapoints: Datapoints;
};

function eventAlarm(ground: Ground, { kind, what, metrics, seen, datapoints }: Event): MetricAlarm {
  return {
    ...named(ground.naming, kind, what, seen),
    action: 'both',
    metrics,
    expression: sumOf(metrics),
    ...eventWindow(ground.shards.map(({ schedule }) => schedule)),
    datapoints,
    comparison: 'atLeast',
    threshold: 1,
  };
}
