import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { DIMENSIONS, MANUAL_SHARD, METRIC_NAMESPACE, METRICS } from '#core/contract.ts';
import type { Deployment } from './deployment.ts';
import { addFault, type Outcome } from './fault-table.ts';
import { AS_USUAL, CHECKS, type Fault } from './faults.ts';
import { redriven } from './redrive.ts';
import { expectThat, expectTrue } from './report.ts';

/** What the execution is started with. */
type Input = { readonly only?: readonly string[]; readonly shard?: string; readonly scheduledTime?: string };

/**
 * Breaks it, runs once, and holds what the execution, the topic, CloudWatch and the memory say against what is wanted.
 * Then sets it right and redrives, after which all must be there that an unbroken run leaves, once.
 */
export async function showFault(fault: Fault, deployment: Deployment, input: Input = { only: CHECKS }): Promise<void> {
  const { name, breakIt, wanted, cause = '' } = fault;
  await breakIt(deployment);
  const execution = await deployment.execute(input);
  const alerts = await alertsOf(deployment);
  const outcome = await outcomeOf(deployment, execution, alerts, input);
  expectThat(`${name}: what comes of it`, outcome, wanted);
  expectTrue(`${name}: and why`, (execution.cause ?? '').includes(cause), execution.cause);
  addFault(name, {
    ...outcome,
    execution: cause === '' ? outcome.execution : `${outcome.execution} (${cause})`,
    redrive: await redriveText(fault, deployment, execution, alerts, input),
  });
}

async function redriveText(
  { name, repair }: Fault,
  deployment: Deployment,
  execution: DescribeExecutionOutput,
  before: readonly string[],
  input: Input,
): Promise<string> {
  if (repair === undefined) return '';
  await repair(deployment);
  const again = await redriven(deployment, execution);
  const outcome = await outcomeOf(deployment, again, [...before, ...(await alertsOf(deployment))], input);
  expectThat(`${name}: after a redrive nothing is lost, and nothing is there twice`, outcome, AS_USUAL);
  return again.status === 'SUCCEEDED' ? 'finishes it' : 'fails';
}

async function alertsOf(deployment: Deployment): Promise<string[]> {
  return (await deployment.alerts()).map(({ Subject }) => Subject);
}

async function outcomeOf(
  deployment: Deployment,
  execution: DescribeExecutionOutput,
  alerts: readonly string[],
  { shard = MANUAL_SHARD }: Input,
): Promise<Outcome> {
  const history = await deployment.history(execution);
  return {
    execution: [execution.status, ...(execution.error === undefined ? [] : [execution.error])].join(' '),
    alert: alerts.join(' + ') || leftFor('PublishAlertAgain', history),
    metrics: metricsText(await deployment.metrics(METRIC_NAMESPACE), shard) || leftFor('PublishMetricsAgain', history),
    memory: (await memoryText(deployment)) || leftFor('RecordIncidents', history),
  };
}

/** A state that was entered and never left is what a redrive runs, with the very input that it had. */
function leftFor(state: string, history: readonly HistoryEvent[]): string {
  const entered = history.find(({ stateEnteredEventDetails: event }) => event?.name === state);
  const exited = history.some(({ stateExitedEventDetails: event }) => event?.name === state);
  const { notification, roll } = JSON.parse(entered?.stateEnteredEventDetails?.input ?? '{}');
  const hasAll = notification !== undefined || roll?.length === CHECKS.length;
  return hasAll && !exited ? 'kept for a redrive' : 'none';
}

/** The metrics of the one run. */
function metricsText(metrics: Awaited<ReturnType<Deployment['metrics']>>, shard: string): string {
  const { checksOk, checksNg, checkerFaults, runCompleted } = METRICS;
  const [ok, ng, faults, runs] = [checksOk, checksNg, checkerFaults, runCompleted].map(
    (metric) => metrics[`${metric} ${DIMENSIONS.shard}=${shard}`]?.sum,
  );
  const healthy = CHECKS.map((check) => metrics[`${METRICS.healthy} ${DIMENSIONS.check}=${check}`]?.sum);
  const isWhole = runs === 1 && healthy.filter((sum) => sum === 1).length === ok;
  if (Object.keys(metrics).length === 0) return '';
  return isWhole ? `${ok} OK, ${ng} NG, ${faults} faults` : JSON.stringify(metrics);
}

async function memoryText(deployment: Deployment): Promise<string> {
  try {
    return [...(await deployment.memory()).keys()].toSorted().join(', ');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return '';
    throw error;
  }
}
