import {
  DeleteStateMachineCommand,
  type DescribeExecutionOutput,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Deployment } from './deployment.ts';
import { timeless } from './embedded.ts';
import { expectThat, expectTrue } from './report.ts';

/** What a schedule would send now. */
export function scheduled(shard = '5m-0') {
  return { shard, scheduledTime: new Date().toISOString() };
}

const answering = (Result: unknown) => ({ StartAt: 'Answer', States: { Answer: { Type: 'Pass', Result, End: true } } });
const SLOW = { StartAt: 'W', TimeoutSeconds: 1, States: { W: { Type: 'Wait', Seconds: 5, End: true } } };
const FAILING = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } } };

/** The ways in which the Express machine breaks; each is broken once more than the one before. */
const BREAKS: readonly (readonly [string, (deployment: Deployment) => Promise<unknown>])[] = [
  ['answers no verdicts', defined(answering({ hello: 1 }))],
  ['answers an empty roll', defined(answering({ run: { id: 'x' }, roll: [], untracked: {} }))],
  ['answers text', defined(answering('all is well'))],
  ['runs out of time', defined(SLOW)],
  ['fails', defined(FAILING)],
  ['is deleted', ({ clients, nestedArn }) => clients.states.send(new DeleteStateMachineCommand(machine(nestedArn)))],
];

/** A scheduled run calls its Express machine; whatever that does instead of an answer, it runs inline with equal verdicts. */
export async function fallsBackInline(deployment: Deployment): Promise<void> {
  const wanted = await runOf(deployment);
  expectTrue('a scheduled run has verdicts', wanted.verdicts.length > 0, wanted);
  expectThat('it called the Express machine, and no check of its own', wanted.way, 'called');
  for (const [what, breakIt] of BREAKS) {
    await breakIt(deployment);
    const fallen = await runOf(deployment);
    expectThat(
      `the Express machine ${what}: the run succeeds inline`,
      [fallen.status, fallen.way],
      ['SUCCEEDED', 'inline'],
    );
    expectThat(`the Express machine ${what}: its verdicts are equal`, fallen.verdicts, wanted.verdicts);
  }
}

async function runOf(deployment: Deployment) {
  const execution = await deployment.execute(scheduled());
  const { results = [] } = JSON.parse(execution.output ?? '{}') as { results?: readonly Verdict[] };
  return { status: execution.status, way: await wayOf(deployment, execution), verdicts: results.map(timeless) };
}

async function wayOf(deployment: Deployment, execution: DescribeExecutionOutput): Promise<string> {
  const entered = (await deployment.history(execution)).map(({ stateEnteredEventDetails: event }) => event?.name);
  if (!entered.includes('RunNested')) return 'not called';
  return entered.includes('PrepareChecks') ? 'inline' : 'called';
}

function defined(definition: object) {
  return ({ clients, nestedArn }: Deployment) =>
    clients.states.send(
      new UpdateStateMachineCommand({ ...machine(nestedArn), definition: JSON.stringify(definition) }),
    );
}

function machine(nestedArn: string | null): { stateMachineArn: string } {
  if (nestedArn === null) throw new Error('the workflow that is deployed calls none');
  return { stateMachineArn: nestedArn };
}
