import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { described } from './described.ts';
import { answersIn, calledBy, refusedFor } from './execution.ts';
import { hasEnded } from './follow.ts';
import type { Workflow } from './workflow.ts';

/** More would take minutes, and the account's share of DescribeExecution. */
export const MOST_LOOKED = 500;

/** A check's verdicts, the newest first; `stoppedAt` is the start of the last execution that was looked at, where more are left. */
export type Looked = { readonly verdicts: readonly PastVerdict[]; readonly stoppedAt: string | null };

/**
 * A check's latest verdicts out of the newest executions. `atMost`: how many. `since`: of none that started before,
 * milliseconds. Throws AWS's refusals in plain words.
 */
export async function verdictsOf(
  workflow: Workflow,
  check: string,
  { atMost, since, signal }: { readonly atMost: number; readonly since: number; readonly signal: AbortSignal },
): Promise<Looked> {
  const verdicts: PastVerdict[] = [];
  let looked = 0;
  for await (const execution of described(workflow, { atMost: MOST_LOOKED, since })) {
    looked += 1;
    verdicts.push(...(await pastIn(workflow, execution, check)));
    if (verdicts.length >= atMost) return { verdicts: verdicts.slice(0, atMost), stoppedAt: null };
    if (looked >= MOST_LOOKED || signal.aborted) {
      return { verdicts, stoppedAt: execution.startDate?.toISOString() ?? null };
    }
  }
  return { verdicts, stoppedAt: null };
}

/** One that failed has its verdicts in its history alone. */
async function pastIn(
  workflow: Workflow,
  execution: DescribeExecutionOutput,
  check: string,
): Promise<readonly PastVerdict[]> {
  if (!hasEnded(execution) || refusedFor(execution) !== null) return [];
  const { run, verdicts } =
    execution.status === 'SUCCEEDED' ? answersIn(execution.output) : await answersOfFailed(workflow, execution);
  const verdict = verdicts.find(({ name }) => name === check);
  if (run === null || verdict === undefined) return [];
  return [{ run: { id: run.id, startedAt: run.startedAt }, verdict }];
}

async function answersOfFailed(workflow: Workflow, execution: DescribeExecutionOutput) {
  const { rollCall } = await calledBy(workflow, execution);
  return { run: rollCall.run, verdicts: rollCall.results };
}
