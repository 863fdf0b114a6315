import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Workflow } from './workflow.ts';

/** Far below the 15 a second that AWS refills DescribeExecution with, at its usual 100 ms a call. */
const AT_A_TIME = 5;

/** `atMost`: how many executions. `since`: none that started before, milliseconds. */
export type LookBack = { readonly atMost: number; readonly since?: number };

/** Executions as AWS describes them, the newest first: their inputs and outputs say what the list of them does not. */
export async function* described(
  workflow: Workflow,
  { atMost, since = 0 }: LookBack,
): AsyncGenerator<DescribeExecutionOutput> {
  let asked = 0;
  let batch: string[] = [];
  const describe = () => Promise.all(batch.map((execution) => workflow.describe(execution)));
  for await (const { executionArn, startDate } of workflow.executions()) {
    if (asked >= atMost || (startDate !== undefined && startDate.getTime() < since)) break;
    if (executionArn === undefined) continue;
    asked += 1;
    batch.push(executionArn);
    if (batch.length < AT_A_TIME && asked < atMost) continue;
    yield* await describe();
    batch = [];
  }
  yield* await describe();
}
