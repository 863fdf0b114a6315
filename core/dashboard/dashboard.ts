import type { AlarmPlan } from '../alarm/plan.ts';
import { roleOf } from '../alarm/settings.ts';
import type { Watched } from '../alarm/stack.ts';
import { DIMENSIONS, METRICS, OPTIONAL_METRICS, type OptionalMetric } from '../contract.ts';
import { asciiName } from '../text/ascii-name.ts';
import { type Card, chart, type Line, laidOut, lights, text, type Widget } from './widgets.ts';

/** What a deployment calls what the dashboard shows. */
export type DeployedNames = {
  readonly region: string;
  readonly workflowArn: string;
  readonly scheduleGroup: string;
  readonly deadLetters: string;
  /** By the state that each answers. */
  readonly functions: readonly (readonly [state: string, name: string])[];
  /** ARNs of the alarms that act. */
  readonly alarms: readonly string[];
};

/** The body of a CloudWatch dashboard. */
export type Dashboard = { readonly periodOverride: 'auto'; readonly widgets: readonly Widget[] };

/** Lines that one can still tell apart; above that, the worst of all. */
const MOST_LINES = 50;
const WORST = 20;
/** Series that a search finds. */
const MOST_FOUND = 500;

/** What an operator looks at: the checks, then the monitor itself. Its size is bounded, however many checks there are. */
export function dashboardOf(watched: Watched, { per }: Pick<AlarmPlan, 'per'>, names: DeployedNames): Dashboard {
  const cards = [
    text('# Rollcall'),
    ...lights(per === null ? 'Alarms of the monitor' : 'Alarms', names.alarms),
    ...checkCards(watched, names),
    ...regionCards(watched, names),
    ...monitorCards(watched, names),
  ];
  return { periodOverride: 'auto', widgets: laidOut(cards) };
}

function checkCards(watched: Watched, { region }: DeployedNames): Card[] {
  const all = watched.checks.map(({ name }) => name);
  const asking = (metric: OptionalMetric) =>
    watched.checks.filter(({ metrics }) => metrics?.includes(metric)).map(({ name }) => name);
  const phases = OPTIONAL_METRICS.phases.map((phase) => METRICS[phase]);
  const share = { region, yAxis: { left: { min: 0, max: 1 } } };
  return [
    ...chart('Availability of checks', checkLines(watched, METRICS.healthy, all, 'Average', 'ASC'), share),
    ...chart('Availability of shards, %', shardAvailability(watched), { region, yAxis: { left: { max: 100 } } }),
    ...chart('NG checks', shardLines(watched, METRICS.checksNg, 'Maximum'), { region, stacked: true }),
    ...chart('OK only on a recheck', shardLines(watched, METRICS.flaky, 'Sum'), { region, stacked: true }),
    ...chart('Latency, ms', checkLines(watched, METRICS.latency, asking('latency'), 'p95', 'DESC'), { region }),
    ...chart(
      'Days of certificates',
      checkLines(watched, METRICS.certificateDays, asking('certificateDays'), 'Minimum', 'ASC'),
      { region },
    ),
    ...phases.flatMap((phase) =>
      chart(`${phase}, ms`, checkLines(watched, phase, asking('phases'), 'p95', 'DESC'), { region }),
    ),
  ];
}

/** In the home Region: what each Region sees. */
function regionCards(watched: Watched, { region }: DeployedNames): Card[] {
  const role = roleOf(watched.deploy, watched.region);
  if (role.role !== 'home') return [];
  const shards = watched.shards.slice(0, Math.floor(MOST_LINES / role.regions.length));
  const lines = (name: string, stat: string): Line[] =>
    role.regions.flatMap((from) =>
      shards.map(({ id }) => [
        watched.metricNamespace,
        name,
        DIMENSIONS.shard,
        id,
        DIMENSIONS.region,
        from,
        { stat, label: `${from} ${id}` },
      ]),
    );
  return [
    ...chart('NG checks, by Region', lines(METRICS.checksNg, 'Maximum'), { region }),
    ...chart('Runs, by Region', lines(METRICS.runCompleted, 'Sum'), { region }),
  ];
}

function monitorCards(watched: Watched, names: DeployedNames): Card[] {
  const { region } = names;
  const shown = (metric: string) => shardLines(watched, metric, 'Sum');
  return [
    text('## The monitor itself'),
    ...runCards(names),
    ...chart('Runs completed', shown(METRICS.runCompleted), { region, stacked: true }),
    ...chart('Checker faults', shown(METRICS.checkerFaults), { region, stacked: true }),
    ...chart('Schedules', scheduleLines(names), { region }),
    ...chart('Functions', functionLines(names), { region }),
  ];
}

const ENDS = [
  'ExecutionsSucceeded',
  'ExecutionsFailed',
  'ExecutionsTimedOut',
  'ExecutionsAborted',
  'ExecutionThrottled',
];

function runCards({ region, workflowArn }: DeployedNames): Card[] {
  const line = (name: string, stat: string, label: string): Line => [
    'AWS/States',
    name,
    'StateMachineArn',
    workflowArn,
    { stat, label },
  ];
  const times = ['Average', 'p95', 'Maximum'].map((stat) => line('ExecutionTime', stat, stat));
  const ends = ENDS.map((name) => line(name, 'Sum', name));
  return [...chart('Duration of a run, ms', times, { region }), ...chart('Ends of runs', ends, { region })];
}

function scheduleLines({ scheduleGroup, deadLetters }: DeployedNames): Line[] {
  const starts = ['InvocationAttemptCount', 'TargetErrorCount', 'InvocationDroppedCount'];
  const left = 'ApproximateNumberOfMessagesVisible';
  return [
    ...starts.map((name) => ['AWS/Scheduler', name, 'ScheduleGroup', scheduleGroup, { stat: 'Sum', label: name }]),
    ['AWS/SQS', left, 'QueueName', deadLetters, { stat: 'Maximum', label: 'undelivered' }],
  ];
}

function functionLines({ functions }: DeployedNames): Line[] {
  return ['Errors', 'Throttles'].flatMap((name) =>
    functions.map(([state, called]) => [
      'AWS/Lambda',
      name,
      'FunctionName',
      called,
      { stat: 'Sum', label: `${state} ${name}` },
    ]),
  );
}

/** One line a check, or the worst where there are many; none where a search would not find all of them. */
function checkLines(
  { metricNamespace }: Watched,
  metric: string,
  checks: readonly string[],
  stat: string,
  order: 'ASC' | 'DESC',
): Line[] {
  if (checks.length > MOST_FOUND) return [];
  if (checks.length > MOST_LINES) return worst(search(metricNamespace, DIMENSIONS.check, metric, stat), order);
  return checks.map((name) => [metricNamespace, metric, DIMENSIONS.check, asciiName(name), { stat, label: name }]);
}

function shardLines({ metricNamespace, shards }: Watched, metric: string, stat: string): Line[] {
  if (shards.length > MOST_LINES) return worst(search(metricNamespace, DIMENSIONS.shard, metric, stat), 'DESC');
  return shards.map(({ id }) => [metricNamespace, metric, DIMENSIONS.shard, id, { stat, label: id }]);
}

function shardAvailability({ metricNamespace, shards, checks }: Watched): Line[] {
  if (checks.length <= MOST_LINES || shards.length > MOST_LINES) return [];
  return shards.flatMap(({ id }, index): Line[] => {
    const part = (name: string, as: string) => [
      metricNamespace,
      name,
      DIMENSIONS.shard,
      id,
      { stat: 'Sum', id: as, visible: false },
    ];
    return [
      part(METRICS.checksOk, `ok${index}`),
      part(METRICS.checksNg, `ng${index}`),
      [{ expression: `100 * ok${index} / (ok${index} + ng${index})`, label: id }],
    ];
  });
}

function search(namespace: string, dimension: string, metric: string, stat: string): string {
  return `SEARCH('{"${namespace}",${dimension}} MetricName="${metric}"', '${stat}', 300)`;
}

function worst(found: string, order: 'ASC' | 'DESC'): Line[] {
  return [[{ expression: `SORT(${found}, ${order === 'ASC' ? 'MIN' : 'MAX'}, ${order}, ${WORST})`, label: '' }]];
}
