import {
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  type Metric,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { chunksOf } from '#core/alarm/one-page.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { METRIC_NAMESPACE } from '#core/contract.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import type { Deployment } from './deployment.ts';
import type { Lane } from './lane.ts';
import { expectThat, expectTrue } from './report.ts';
import { SWITCH } from './targets.ts';

/** The states that functions answer. */
const STATES = ['PrepareChecks', ...KIND_NAMES.map(stateOf), 'TrackIncidents', 'PublishMetrics'];

/** Of all functions, ten to an alarm: an expression takes no more metrics. */
const THROTTLED = chunksOf(STATES, 10)
  .map((states, part) => {
    const metrics = states.map((state, index) => `m${index + 1} = Sum AWS/Lambda/Throttles FunctionName={${state}}`);
    const sum = states.map((_, index) => `m${index + 1}`).join(' + ');
    const of = metrics.length === 1 ? (metrics[0]?.replace('m1 = ', '') ?? '') : `${sum} (${metrics.join(', ')})`;
    return `functions-throttled-${part + 1}: ${of} >= 1, 2 of 3 × 60 s, missing is notBreaching -> pages and alerts`;
  })
  .join('\n');

/**
 * Every alarm of a stack with two checks each minute: what it watches, how long, what silence means, and whom it tells.
 * In braces what only a deployment has a name for.
 */
const OF_TWO_CHECKS = `
check-health: Minimum Rollcall/Healthy Check=health < 1, 2 of 4 × 60 s, missing is ignore -> pages
check-${SWITCH}: Minimum Rollcall/Healthy Check=${SWITCH} < 1, 2 of 4 × 60 s, missing is ignore -> pages
checker-faults-1m-0: Sum Rollcall/CheckerFaults Shard=1m-0 >= 1, 2 of 4 × 60 s, missing is notBreaching -> pages and alerts
dead-letters: Maximum AWS/SQS/ApproximateNumberOfMessagesVisible QueueName={dead letters} >= 1, 1 of 1 × 300 s, missing is ignore -> alerts
${THROTTLED}
schedules-dropped: Sum AWS/Scheduler/InvocationDroppedCount ScheduleGroup={schedules} >= 1, 1 of 3 × 60 s, missing is notBreaching -> pages and alerts
silence-1m-0: (FILL(m1, 0) < 1) (m1 = Sum Rollcall/RunCompleted Shard=1m-0) >= 1, 1 of 1 × 180 s, missing is breaching -> pages and alerts
undelivered-alerts: Sum AWS/SNS/NumberOfNotificationsFailed TopicName={alerts} >= 1, 1 of 3 × 60 s, missing is notBreaching -> pages
undelivered-pages: Sum AWS/SNS/NumberOfNotificationsFailed TopicName={pages} >= 1, 1 of 3 × 60 s, missing is notBreaching -> alerts
workflow-failed: Sum AWS/States/ExecutionsFailed StateMachineArn={workflow} >= 1, 1 of 3 × 60 s, missing is notBreaching -> pages and alerts
workflow-throttled: Sum AWS/States/ExecutionThrottled StateMachineArn={workflow} >= 1, 2 of 3 × 60 s, missing is notBreaching -> pages and alerts
workflow-timed-out: Sum AWS/States/ExecutionsTimedOut StateMachineArn={workflow} >= 1, 1 of 3 × 60 s, missing is notBreaching -> pages and alerts
`;

/** The alarms and the dashboard as CloudWatch has them. Without composites, which this emulator cannot make. */
export async function asPlanned(lane: Lane): Promise<void> {
  const deployment = await lane.deploy(lane.targets.incidentYaml.replace('workflow: express', 'workflow: standard'));
  const { MetricAlarms: alarms = [] } = await deployment.clients.cloudwatch.send(new DescribeAlarmsCommand());
  const names = await namesIn(deployment);
  const lines = alarms.map((alarm) => lineOf(alarm, names)).toSorted();
  expectThat(
    'each alarm watches, waits and tells as the list wants',
    lines,
    OF_TWO_CHECKS.trim().split('\n').toSorted(),
  );
  await metricsAreThere(deployment, alarms);
  await dashboardShows(deployment, alarms);
}

/** Names that the deployment made up, by what the table calls them. */
async function namesIn(deployment: Deployment): Promise<ReadonlyMap<string, string>> {
  const [schedule] = await deployment.schedules();
  const pages = [...deployment.inboxes.keys()].find((arn) => arn.includes('Pages')) ?? '';
  return new Map([
    [deployment.stateMachineArn, '{workflow}'],
    [schedule?.GroupName ?? '', '{schedules}'],
    [nameOf(schedule?.Target?.DeadLetterConfig?.Arn ?? ''), '{dead letters}'],
    ...STATES.map((state) => [deployment.functionName(state), `{${state}}`] as const),
    [deployment.topicArn, 'alerts'],
    [nameOf(deployment.topicArn), '{alerts}'],
    [pages, 'pages'],
    [nameOf(pages), '{pages}'],
  ]);
}

/** What an ARN ends in. */
function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

function lineOf(alarm: MetricAlarm, names: ReadonlyMap<string, string>): string {
  const {
    AlarmName = '',
    DatapointsToAlarm,
    EvaluationPeriods,
    TreatMissingData,
    AlarmActions = [],
    OKActions,
  } = alarm;
  const sign = { LessThanThreshold: '<', GreaterThanOrEqualToThreshold: '>=' }[String(alarm.ComparisonOperator)];
  const whom = AlarmActions.map((arn) => names.get(arn) ?? arn).join(' and ') || 'nobody';
  const both = JSON.stringify(AlarmActions) === JSON.stringify(OKActions) ? '' : ', and others when it is over';
  const { watched, period } = watchedBy(alarm, names);
  return (
    `${AlarmName.replace(/^Rollcall-/, '')}: ${watched} ${sign} ${alarm.Threshold}, ` +
    `${DatapointsToAlarm} of ${EvaluationPeriods} × ${period} s, missing is ${TreatMissingData} -> ${whom}${both}`
  );
}

function watchedBy(alarm: MetricAlarm, names: ReadonlyMap<string, string>) {
  if (alarm.MetricName !== undefined) {
    return { watched: `${alarm.Statistic} ${metricText(alarm, names)}`, period: alarm.Period };
  }
  const queries = alarm.Metrics ?? [];
  const parts = queries.flatMap(({ Id, MetricStat: stat }) =>
    stat?.Metric === undefined ? [] : [`${Id} = ${stat.Stat} ${metricText(stat.Metric, names)}`],
  );
  const expression = queries.find(({ ReturnData }) => ReturnData === true)?.Expression;
  return { watched: `${expression} (${parts.join(', ')})`, period: queries[0]?.MetricStat?.Period };
}

function metricText({ Namespace, MetricName, Dimensions = [] }: Metric, names: ReadonlyMap<string, string>): string {
  const dimensions = Dimensions.map(({ Name, Value = '' }) => `${Name}=${names.get(Value) ?? Value}`);
  return `${Namespace}/${MetricName} ${dimensions.join(',')}`;
}

/** An alarm on a metric of ours that nothing writes would be in alarm, or silent, for ever. */
async function metricsAreThere(deployment: Deployment, alarms: readonly MetricAlarm[]): Promise<void> {
  await deployment.execute({ shard: '1m-0', scheduledTime: new Date().toISOString() });
  const written = Object.keys(await deployment.metrics(METRIC_NAMESPACE));
  const watched = alarms.flatMap((alarm) => [
    alarm,
    ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
  ]);
  const own = watched.filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
  const names = own.map(
    ({ MetricName, Dimensions = [] }) =>
      `${MetricName} ${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(',')}`,
  );
  expectTrue('alarms watch metrics of ours', names.length > 0, names);
  expectThat(
    'a run writes each metric of ours that an alarm watches',
    names.filter((name) => !written.includes(name)),
    [],
  );
}

async function dashboardShows({ clients, stateMachineArn }: Deployment, alarms: readonly MetricAlarm[]): Promise<void> {
  const { DashboardEntries = [] } = await clients.cloudwatch.send(new ListDashboardsCommand());
  expectThat(
    'there is a dashboard',
    DashboardEntries.map(({ DashboardName }) => DashboardName),
    ['Rollcall-us-east-1'],
  );
  const { DashboardBody = '{}' } = await clients.cloudwatch.send(
    new GetDashboardCommand({ DashboardName: 'Rollcall-us-east-1' }),
  );
  const telling = alarms.filter(({ AlarmActions = [] }) => AlarmActions.length > 0);
  const missing = telling.filter(({ AlarmArn = '' }) => !DashboardBody.includes(JSON.stringify(AlarmArn)));
  expectThat(
    'it has every alarm that tells somebody',
    missing.map(({ AlarmName }) => AlarmName),
    [],
  );
  const wanted = [
    '"Healthy"',
    '"ChecksNg"',
    '"ExecutionTime"',
    '"ExecutionsFailed"',
    '"Throttles"',
    `"${stateMachineArn}"`,
  ];
  expectThat(
    'it has availability, NG, durations and the monitor’s own health',
    wanted.filter((word) => !DashboardBody.includes(word)),
    [],
  );
}
