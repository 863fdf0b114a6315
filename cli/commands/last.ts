import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';
import { described } from '../aws/described.ts';
import { unpreparedRun } from '../aws/execution.ts';
import { hasEnded } from '../aws/follow.ts';
import { knownBy } from '../aws/known.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import { MOST_LOOKED } from '../aws/verdicts-of.ts';
import type { Workflow } from '../aws/workflow.ts';
import type { Io } from '../io.ts';
import { few } from '../output/few.ts';
import { UsageError } from '../usage-error.ts';
import { showEnded } from './ended.ts';

export type LastOptions = RemoteOptions & { readonly shard?: string; readonly json?: boolean };

/** Shows the newest execution that has ended, of all or of one shard. */
export async function last({ shard, ...options }: LastOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io);
  refuseExpress(workflow, 'last');
  if (shard !== undefined) await refuseUnknown(workflow, shard, io);
  const ended = shard === undefined ? await newestEnded(workflow) : await newestOf(workflow, shard);
  if (ended !== null) return showEnded(workflow, ended, options, io);
  throw new UsageError(
    shard === undefined
      ? `no execution of ${workflow.arn} has ended; rollcall start`
      : `none of the newest ${MOST_LOOKED} executions that have ended is of shard ${shard}`,
  );
}

async function newestEnded(workflow: Workflow): Promise<DescribeExecutionOutput | null> {
  for await (const { executionArn, status } of workflow.executions()) {
    if (executionArn !== undefined && hasEnded({ status })) return workflow.describe(executionArn);
  }
  return null;
}

/** Which shard an execution is of is in its input. */
async function newestOf(workflow: Workflow, shard: string): Promise<DescribeExecutionOutput | null> {
  for await (const execution of described(workflow, { atMost: MOST_LOOKED })) {
    if (hasEnded(execution) && unpreparedRun(execution).shard === shard) return execution;
  }
  return null;
}

async function refuseUnknown(workflow: Workflow, shard: string, io: Io): Promise<void> {
  const known = await knownBy(workflow, 'the shard is not looked up', io);
  if (known === null || known.shards.includes(shard)) return;
  const meant = nearest(shard, known.shards);
  const advice = meant === null ? `there are ${few(known.shards, MOST_LISTED)}` : `did you mean ${quoted(meant)}?`;
  throw new UsageError(`${quoted(shard)} is no shard; ${advice}`);
}

const MOST_LISTED = 8;
