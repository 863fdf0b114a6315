import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { NESTED_TRANSITIONS, TRANSITIONS } from '#core/cost/workload.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import type { Deployment } from './deployment.ts';
import { timeless } from './embedded.ts';
import type { Lane } from './lane.ts';
import { scheduled } from './nested.ts';
import { expectThat, tell } from './report.ts';

/** The whole list on each type of workflow, as a schedule starts it: the same verdicts, in the same order. */
export async function sameVerdicts(lane: Lane): Promise<void> {
  const verdictsOf = async (workflow: string) =>
    verdictsOn(await lane.deploy(`deploy: { workflow: ${workflow} }\n${lane.targets.checksYaml}`));
  const standard = await verdictsOf('standard');
  expectThat('a standard run answers every check', standard.length, lane.list.checks.length);
  for (const workflow of ['nested', 'express']) {
    expectThat(`${workflow} gives the verdicts of standard`, await verdictsOf(workflow), standard);
  }
}

async function verdictsOn(deployment: Deployment): Promise<readonly object[]> {
  const { output } = await deployment.execute(scheduled());
  const { results } = JSON.parse(output ?? '{}') as { results?: readonly Verdict[] };
  return (results ?? []).map(timeless);
}

const TEN = 10;

/** What Step Functions bills of a run of ten checks that are all OK, counted; `rollcall cost` reckons with it. */
export async function countedTransitions(lane: Lane): Promise<void> {
  const health = lane.list.checks.find(({ name }) => name === 'health');
  const url = (health?.target as HttpRequest | undefined)?.url ?? '';
  const checks = Array.from({ length: TEN }, (_, at) => ({ name: `ok-${at}`, http: { url } }));
  const nested = await lane.deploy(JSON.stringify({ checks }));
  const { calling, called, inline } = NESTED_TRANSITIONS;
  const run = await nested.execute(scheduled());
  await expectEntered('a scheduled run', nested, run, calling);
  await expectEntered('the Express run that it calls', nested, { executionArn: await calledBy(nested, run) }, called);
  await expectEntered('a run that a person starts', nested, await nested.execute({}), inline);
  const standard = await lane.deploy(JSON.stringify({ deploy: { workflow: 'standard' }, checks }));
  await expectEntered('a standard run', standard, await standard.execute(scheduled()), TRANSITIONS);
}

async function expectEntered(
  what: string,
  deployment: Deployment,
  execution: Pick<DescribeExecutionOutput, 'executionArn'>,
  { fixed, perCheck }: typeof TRANSITIONS | (typeof NESTED_TRANSITIONS)[keyof typeof NESTED_TRANSITIONS],
): Promise<void> {
  const entered = countsOf(await deployment.history(execution));
  const total = [...entered.values()].reduce((sum, count) => sum + count, 0);
  tell([...entered].map(([state, count]) => `${count} ${state}`).join(', '));
  tell(`${what}: ${total} transitions; cost reckons ${fixed} + ${TEN} × ${perCheck}`);
  expectThat(`${what} has as many transitions as cost reckons with`, total, fixed + TEN * perCheck);
}

/** The Express execution that a nested one called. */
async function calledBy(deployment: Deployment, execution: DescribeExecutionOutput): Promise<string> {
  const history = await deployment.history(execution);
  const event = history.find(({ stateEnteredEventDetails: entered }) => entered?.name === 'NestedSucceeded');
  return JSON.parse(event?.stateEnteredEventDetails?.input ?? '{}').ExecutionArn;
}

/** How often each state was entered. */
function countsOf(history: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stateEnteredEventDetails: event } of history) {
    if (event?.name !== undefined) counts.set(event.name, (counts.get(event.name) ?? 0) + 1);
  }
  return counts;
}
