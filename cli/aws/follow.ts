import { setTimeout as sleep } from 'node:timers/promises';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Workflow } from './workflow.ts';

const FIRST_LOOK_MS = 250;
/** DescribeExecution is refilled 15 times a second for the whole account: one follower takes little of it. */
const LATER_LOOKS_MS = 3_000;

type Following = {
  readonly redrives?: number;
  readonly signal: AbortSignal;
  /** Called after each look that found it running. */
  readonly onLook?: () => Promise<void>;
};

/**
 * Looks at an execution until it has ended; null when `signal` aborts first, which the execution does not notice.
 * `redrives`: how often it must have been redriven by then, because right after a redrive AWS may still show its old end.
 */
export async function follow(
  workflow: Workflow,
  execution: string,
  { redrives = 0, signal, onLook }: Following,
): Promise<DescribeExecutionOutput | null> {
  for (let wait = FIRST_LOOK_MS; !signal.aborted; wait = Math.min(2 * wait, LATER_LOOKS_MS)) {
    const described = await workflow.describe(execution);
    if (hasEnded(described) && (described.redriveCount ?? 0) >= redrives) return described;
    await onLook?.();
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return null;
}

export function hasEnded({ status }: Pick<DescribeExecutionOutput, 'status'>): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}
