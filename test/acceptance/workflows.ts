import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { TRANSITIONS } from '#core/cost/workload.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import type { Deployment } from './deployment.ts';
import { timeless } from './embedded.ts';
import type { Lane } from './lane.ts';
import { expectThat, tell } from './report.ts';

/** The whole list on a standard and on an express workflow: the same verdicts, in the same order. */
export async function sameVerdicts(lane: Lane): Promise<void> {
  const standard = await verdictsOn(await lane.deploy());
  const express = await verdictsOn(await lane.deploy(`deploy: { workflow: express }\n${lane.targets.checksYaml}`));
  expectThat('a standard run answers every check', standard.length, lane.list.checks.length);
  expectThat('express and standard give the same verdicts', express, standard);
}

async function verdictsOn(deployment: Deployment): Promise<readonly object[]> {
  const { output } = await deployment.execute({});
  const { results } = JSON.parse(output ?? '{}') as { results?: readonly Verdict[] };
  return (results ?? []).map(timeless);
}

const TEN = 10;

/** What Step Functions bills of a run of ten checks that are all OK, counted; `rollcall cost` reckons with it. */
export async function countedTransitions(deployment: Deployment, { list }: Lane): Promise<void> {
  const health = list.checks.find(({ name }) => name === 'health');
  const url = (health?.target as HttpRequest | undefined)?.url ?? '';
  const checks = Array.from({ length: TEN }, (_, at) => ({ name: `ok-${at}`, http: { url } }));
  const execution = await deployment.execute({ checks });
  expectThat('a run of 10 checks succeeds', execution.status, 'SUCCEEDED');
  const entered = countsOf(await deployment.history(execution));
  const total = [...entered.values()].reduce((sum, count) => sum + count, 0);
  tell([...entered].map(([state, count]) => `${count} ${state}`).join(', '));
  tell(`${total} transitions; cost reckons ${TRANSITIONS.fixed} + ${TEN} × ${TRANSITIONS.perCheck}`);
  expectThat('as many transitions as cost reckons with', total, TRANSITIONS.fixed + TEN * TRANSITIONS.perCheck);
}

/** How often each state was entered. */
function countsOf(history: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stateEnteredEventDetails: event } of history) {
    if (event?.name !== undefined) counts.set(event.name, (counts.get(event.name) ?? 0) + 1);
  }
  return counts;
}
