import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Progress } from '../output/progress.ts';
import { stepIn } from './execution.ts';
import type { Workflow } from './workflow.ts';

/**
 * Shows how far an execution is, each time that it is called, by what its history has anew. Of a nested workflow's shard the
 * history says nothing of checks, and nothing is shown. Neither is where the history may not be read.
 */
export function watching(workflow: Workflow, execution: string, progress: Progress): () => Promise<void> {
  let seen = 0;
  let isOver = false;
  return async () => {
    if (isOver) return;
    try {
      const fresh = await eventsAfter(workflow, execution, seen);
      seen = fresh[0]?.id ?? seen;
      for (const step of fresh.reverse().map(stepIn)) {
        if (step === null) continue;
        if ('names' in step) progress.start(step.names);
        else progress.answered(step.verdict);
      }
    } catch {
      isOver = true;
    }
  };
}

/** The newest first. */
async function eventsAfter(workflow: Workflow, execution: string, seen: number): Promise<HistoryEvent[]> {
  const fresh: HistoryEvent[] = [];
  for await (const event of workflow.history(execution)) {
    if ((event.id ?? 0) <= seen) break;
    fresh.push(event);
  }
  return fresh;
}
