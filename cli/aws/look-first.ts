import { INVALID_INPUT } from '#core/contract.ts';
import { refusalIn } from '#core/run/invalid-input.ts';
import type { PrepareEvent } from '#core/run/prepare.ts';
import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { callFunction } from './functions.ts';
import type { Workflow } from './workflow.ts';

/**
 * Asks the function that would read the input whether it is understood, before anything is started: it alone knows the
 * names and tags that are deployed. Throws UsageError with every fault. Where it cannot be asked that is said, and the
 * execution will tell. `word` makes each fault speak of what the user wrote the input with.
 */
export async function lookFirst(
  workflow: Workflow,
  input: string,
  io: Io,
  word: (fault: string) => string = (fault) => fault,
): Promise<void> {
  if (!workflow.functions.has('PrepareChecks')) return;
  const event: PrepareEvent = {
    input: JSON.parse(input) as unknown,
    executionId: workflow.arn,
    startTime: new Date().toISOString(),
  };
  const faults = await faultsOf(workflow, event).catch(async (error: unknown) => {
    await say(`the input is not looked at first: ${errorText(error)}`, io.stderr);
    return null;
  });
  if (faults !== null) throw invalidInput(faults.map(word));
}

/** What the command ends with, whoever found the faults. */
export function invalidInput(faults: readonly string[]): UsageError {
  return new UsageError(faults.map((fault) => `${INVALID_INPUT}: ${fault}`));
}

async function faultsOf(workflow: Workflow, event: PrepareEvent): Promise<readonly string[] | null> {
  const { answer, fault } = await callFunction(workflow, 'PrepareChecks', event);
  // As functions answered that were deployed before this command was made.
  if (fault?.errorType === INVALID_INPUT) return (fault.errorMessage ?? '').split('\n');
  return refusalIn(answer)?.faults ?? null;
}
