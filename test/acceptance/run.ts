/**
 * Deploys the synthesized stack to the emulated AWS beside this repository and holds it against the embedded run: the
 * same verdicts, alerts and metrics for every form of input, and nothing lost whatever breaks.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CheckList } from '#core/checks/parse.ts';
import { readChecks } from '#local/read-checks.ts';
import { STORE_CONTRACT } from '../contract/incident-store.ts';
import { Deployment } from './deployment.ts';
import { memoryOf } from './embedded.ts';
import { EMULATOR, type Emulator, startEmulator, synthesize } from './emulator.ts';
import * as faults from './faults.ts';
import * as incidents from './incidents.ts';
import * as inputs from './inputs.ts';
import * as recipe from './recipe.ts';
import { commands } from './remote.ts';
import { conclude, expectThat, scenario } from './report.ts';
import * as schedules from './schedules.ts';
import { neverTold } from './secrets.ts';
import { proveStoreContract } from './store-contract.ts';
import { startTargets, type Targets } from './targets.ts';

process.exitCode = existsSync(EMULATOR) ? await main() : missing();

function missing(): number {
  process.stderr.write(`${EMULATOR} is not there: the acceptance test needs the emulated AWS beside the repository\n`);
  return 1;
}

async function main(): Promise<number> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-acceptance-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const targets = await startTargets();
  const checksFile = join(folder, 'checks.yaml');
  writeFileSync(checksFile, targets.checksYaml);
  const assembly = join(folder, 'cdk.out');
  const [emulator] = await Promise.all([startEmulator(), synthesize(checksFile, assembly)]);
  try {
    await everyScenario(emulator, assembly, checksFile, targets);
  } finally {
    emulator.stop();
    targets.stop();
  }
  return conclude();
}

async function everyScenario(
  emulator: Emulator,
  assembly: string,
  checksFile: string,
  targets: Targets,
): Promise<void> {
  const list = await listOf(readFileSync(checksFile, 'utf8'));
  /** Each scenario has a stack of its own, because most of them break it. */
  const onNewStack = (name: string, act: (deployment: Deployment) => Promise<void>) =>
    scenario(name, async () => {
      await emulator.deploy(assembly);
      await act(await Deployment.at(emulator.endpoint));
    });

  await scenario('incidents in DynamoDB', async () => {
    const facts = await proveStoreContract(emulator.endpoint);
    expectThat('the DynamoDB store does all that a store must', facts.length, STORE_CONTRACT.length);
  });
  await onNewStack('every form of input', async (deployment) => {
    const memory = memoryOf(list);
    for (const input of [{}, { only: ['payments-api', 'flaky'] }, { tags: ['shop'] }, { checks: adHocChecks(list) }]) {
      await inputs.sameAsEmbedded(deployment, list, input, memory);
    }
    await inputs.sameAsCli(deployment, checksFile);
    await inputs.refused(deployment, list);
  });
  await onNewStack('schedules', (deployment) => schedules.asListed(deployment, list));
  await onNewStack("the recipe's caller", recipe.callersAnswers);
  await onNewStack('the commands that speak with AWS', (deployment) => commands(deployment, emulator.endpoint));
  for (const what of Object.keys(faults.BROKEN_CHECKERS)) {
    await onNewStack(what, (deployment) => faults.checkerFault(deployment, what));
  }
  await scenario('secrets', () => neverTold(emulator, dirname(checksFile)));
  await onNewStack('an incident', (deployment) => incidents.fromOpeningToEnd(deployment, targets));
  await onNewStack('no incident table', (deployment) => incidents.tableGone(deployment, targets));
  await onNewStack('no topic', faults.topicGone);
  await onNewStack('no CloudWatch', faults.metricsUnreachable);
  await onNewStack('no tracker', faults.trackerDead);
  await onNewStack('no PrepareChecks', faults.prepareDead);
  await scenario('express', async () => {
    const file = checksFile.replace('.yaml', '-express.yaml');
    writeFileSync(file, `deploy: { workflow: express }\n${readFileSync(checksFile, 'utf8')}`);
    await synthesize(file, `${assembly}-express`);
    await emulator.deploy(`${assembly}-express`);
    await inputs.sameAsEmbedded(await Deployment.at(emulator.endpoint), list, {}, memoryOf(list)); // only the label differs there
  });
}

/** Checks as a person would type them into the console. */
function adHocChecks(list: CheckList): unknown[] {
  return list.checks.flatMap((check) =>
    check.kind === 'http' && ['health', 'payments-api'].includes(check.name)
      ? [{ name: `ad-hoc-${check.name}`, http: { url: check.http.url }, expect: { status: 200 } }]
      : [],
  );
}

async function listOf(text: string): Promise<CheckList> {
  const { list, faults: found } = await readChecks(text, '.');
  if (list === null) throw new Error(found.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return list;
}
