import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { hasEnded } from '../aws/follow.ts';
import { lookFirst } from '../aws/look-first.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import { executionOf, type Workflow } from '../aws/workflow.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';
import { showWhenEnded, tellStarted } from './ended.ts';

export type RerunOptions = RemoteOptions & { readonly follow: boolean; readonly json?: boolean };

/** What was set going: the same execution again, or a new one, and why. */
type Rerun = { readonly execution: string; readonly redrives: number; readonly why: string };

/** Finishes what broke in an execution if AWS can, else starts a new one with its input. `named`: its ARN or name. */
export async function rerun(named: string, options: RerunOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io, named);
  refuseExpress(workflow, 'rerun');
  const before = await workflow.describe(executionOf(workflow, named));
  if (!hasEnded(before)) throw new UsageError(`${named} still runs; wait for its end, or stop it in the console`);
  const { execution, redrives, why } = await setGoing(workflow, before, io);
  const { follow, json } = options;
  const told = redrives > 0 ? `redriven ${execution}: ${why}` : `new execution ${execution}: ${why}`;
  if (!follow) {
    tellStarted(execution, { redriven: redrives > 0, why }, told, json, io);
    return EXIT.ok;
  }
  await say(told, io.stderr);
  return showWhenEnded(workflow, { execution, redrives, ...(json && { json }) }, io);
}

async function setGoing(workflow: Workflow, before: DescribeExecutionOutput, io: Io): Promise<Rerun> {
  const { executionArn = '', redriveStatus, redriveCount = 0 } = before;
  if (before.status !== 'SUCCEEDED' && redriveStatus === 'REDRIVABLE') {
    await workflow.redrive(executionArn);
    const why = 'what broke runs again, and only that; checks that were answered are not called again';
    return { execution: executionArn, redrives: redriveCount + 1, why };
  }
  if (before.input === undefined) {
    throw new UsageError(
      `AWS does not tell the input of ${executionArn}; start a new execution with: rollcall start --input JSON`,
    );
  }
  await lookFirst(workflow, before.input, io);
  return { execution: await workflow.start(before.input), redrives: 0, why: whyNew(before) };
}

function whyNew({ status, redriveStatusReason }: DescribeExecutionOutput): string {
  if (status === 'SUCCEEDED') return 'the old one succeeded, so that there is nothing to finish; the input is the same';
  const reason = redriveStatusReason ?? 'it is older than 14 days, or its history is full';
  return `the old one cannot be redriven (${reason}); the input is the same`;
}
