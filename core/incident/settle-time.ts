import { SCHEDULED_RUN_MAX_AGE_MS } from '../contract.ts';

/**
 * How long after its start a run may still answer, and how long a check that is well again is remembered therefore,
 * milliseconds. PrepareChecks lets no run start further back than SCHEDULED_RUN_MAX_AGE_MS (EventBridge gives up a minute
 * after the instant that was due), and an execution is ended after `executionSeconds`.
 */
export function settleTime(executionSeconds: number): number {
  return SCHEDULED_RUN_MAX_AGE_MS + executionSeconds * 1000;
}
