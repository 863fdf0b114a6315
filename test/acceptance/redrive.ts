import {
  CreateStateMachineCommand,
  type DescribeExecutionOutput,
  DescribeStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { Deployment } from './deployment.ts';

type States = { readonly States: Readonly<Record<string, State>> };
type State = { readonly ItemProcessor?: States; readonly Branches?: readonly States[] };

/**
 * What AWS runs on a redrive, which the emulator does not have: the state that ended the execution, with the input that
 * it had (test/statemachines/redrive.test.ts shows from the definition that it is that state alone, and the summary).
 */
export async function redriven(deployment: Deployment, execution: DescribeExecutionOutput) {
  const { states } = deployment.clients;
  const { stateMachineArn } = deployment;
  const { name, input } = await brokenState(deployment, execution);
  const { definition = '', roleArn } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const alone = { StartAt: name, States: { [name]: stateIn(JSON.parse(definition), name) } };
  const made = await states.send(
    new CreateStateMachineCommand({ name: `redrive-${Date.now()}`, roleArn, definition: JSON.stringify(alone) }),
  );
  return deployment.execute(JSON.parse(input), made.stateMachineArn);
}

/** The one state that was entered and not left, of those that have no others in them. */
async function brokenState(deployment: Deployment, execution: DescribeExecutionOutput) {
  const entered = new Map<string, string>();
  for (const event of await deployment.history(execution)) {
    const { name, input } = event.stateEnteredEventDetails ?? {};
    if (name !== undefined && event.type === 'TaskStateEntered') entered.set(name, input ?? '');
    entered.delete(event.stateExitedEventDetails?.name ?? '');
  }
  const [broken, ...others] = [...entered];
  if (broken === undefined || others.length > 0) throw new Error(`not one broken state: ${[...entered.keys()]}`);
  return { name: broken[0], input: broken[1] };
}

function stateIn({ States }: States, wanted: string): State | undefined {
  for (const [name, state] of Object.entries(States)) {
    if (name === wanted) return state;
    for (const part of [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])]) {
      const found = stateIn(part, wanted);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
