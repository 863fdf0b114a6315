import type { CheckList } from '#core/check/check-list.ts';
import type { HttpRequest } from '#kinds/http/check.ts';
import { STORE_CONTRACT } from '../contract/incident-store.ts';
import { asPlanned } from './alarms.ts';
import { fullShard } from './byte-budget.ts';
import type { Deployment } from './deployment.ts';
import { memoryOf } from './embedded.ts';
import { sameEnds } from './engine/scenario.ts';
import { CHECKS, FAULTS, type Fault, NESTED_FAULTS } from './faults.ts';
import { heartbeats } from './heartbeats.ts';
import * as incidents from './incidents.ts';
import * as inputs from './inputs.ts';
import { everyKind } from './kinds.ts';
import type { Lane } from './lane.ts';
import * as memory from './memory.ts';
import { fallsBackInline, scheduled } from './nested.ts';
import { onPurpose } from './quiet.ts';
import { callersAnswers, FUNCTION_NAME } from './recipe.ts';
import { commands } from './remote.ts';
import { expectThat } from './report.ts';
import { asListed } from './schedules.ts';
import { besideTheFirst } from './second-list.ts';
import { neverTold } from './secrets.ts';
import { showFault } from './show-fault.ts';
import { fromRunsToPages } from './status-page.ts';
import { proveStoreContract } from './store-contract.ts';
import * as workflows from './workflows.ts';

/** What is shown on one emulated AWS, from an empty one on. */
export type Scenario = { readonly name: string; readonly act: (lane: Lane) => Promise<void> };

/** The long ones first, so that no lane is left with one at the end. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'every form of input', act: everyInput },
  { name: 'every kind', act: everyKind },
  { name: 'heartbeats', act: heartbeats },
  { name: 'the status page', act: fromRunsToPages },
  { name: 'an incident', act: incidents.fromOpeningToEnd },
  { name: 'quiet on purpose', act: onPurpose },
  { name: 'a list at its byte budget', act: fullShard },
  { name: 'nested, standard and express', act: workflows.sameVerdicts },
  onSample('the commands that speak with AWS', (deployment, lane) => commands(deployment, lane.emulator.endpoint)),
  { name: 'the embedded engine and the emulated AWS', act: ({ emulator }) => sameEnds(emulator.endpoint) },
  { name: 'a second list', act: besideTheFirst },
  { name: 'secrets', act: ({ emulator, folder }) => neverTold(emulator, folder) },
  { name: 'incidents in DynamoDB', act: storeContract },
  onSample('a nested call that fails', fallsBackInline),
  { name: 'one write fails', act: memory.oneWriteFails },
  { name: 'a check is removed while down', act: memory.removedWhileDown },
  { name: 'mute', act: memory.muted },
  { name: 'transitions of a run of 10', act: workflows.countedTransitions },
  onSample('schedules', (deployment, { list }) => asListed(deployment, list)),
  { name: 'alarms', act: asPlanned },
  {
    name: "the recipe's caller",
    act: async (lane) =>
      callersAnswers(await lane.deploy(`deploy: { recipeFunctionName: ${FUNCTION_NAME} }\n${lane.targets.checksYaml}`)),
  },
  ...FAULTS.map((fault) => onSample(`fault: ${fault.name}`, (deployment) => showFault(fault, deployment))),
  ...NESTED_FAULTS.map((fault) => ({ name: `fault: ${fault.name}`, act: (lane: Lane) => nestedFault(fault, lane) })),
];

function onSample(name: string, act: (deployment: Deployment, lane: Lane) => Promise<void>): Scenario {
  return { name, act: async (lane) => act(await lane.deploy(), lane) };
}

async function everyInput(lane: Lane): Promise<void> {
  const { list, checksFile } = lane;
  const deployment = await lane.deploy();
  const memory = memoryOf(list);
  for (const input of [{}, { only: ['payments-api', 'flaky'] }, { tags: ['shop'] }, { checks: adHocChecks(list) }]) {
    await inputs.sameAsEmbedded(deployment, list, input, memory);
  }
  await inputs.sameAsEmbedded(deployment, list, scheduled(), memory);
  await inputs.sameAsCli(deployment, checksFile);
  await inputs.refused(deployment, list);
  await inputs.ofNoShard(deployment);
  await inputs.tooOld(deployment);
}

/** On a list of those checks alone, started as their schedule starts it. */
async function nestedFault(fault: Fault, lane: Lane): Promise<void> {
  await showFault(fault, await lane.deploy(lane.targets.yamlOf(CHECKS)), scheduled());
}

async function storeContract({ emulator }: Lane): Promise<void> {
  const facts = await proveStoreContract(emulator.endpoint);
  expectThat('the DynamoDB store does all that a store must', facts.length, STORE_CONTRACT.length);
}

/** Checks as a person would type them into the console. */
function adHocChecks(list: CheckList): unknown[] {
  return list.checks.flatMap((check) =>
    check.kind === 'http' && ['health', 'payments-api'].includes(check.name)
      ? [{ name: `ad-hoc-${check.name}`, http: { url: (check.target as HttpRequest).url }, expect: { status: 200 } }]
      : [],
  );
}
