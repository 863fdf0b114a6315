import { hasEnded } from '../aws/follow.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import type { Workflow } from '../aws/workflow.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { showEnded } from './ended.ts';

export type LastOptions = RemoteOptions & { readonly json?: boolean };

/** Shows the newest execution that has ended. */
export async function last(options: LastOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io);
  refuseExpress(workflow, 'last');
  const execution = await newestEnded(workflow);
  if (execution === null) throw new UsageError(`no execution of ${workflow.arn} has ended; rollcall start --wait`);
  return showEnded(workflow, await workflow.describe(execution), options, io);
}

async function newestEnded(workflow: Workflow): Promise<string | null> {
  for await (const { executionArn, status } of workflow.executions()) {
    if (executionArn !== undefined && hasEnded({ status })) return executionArn;
  }
  return null;
}
