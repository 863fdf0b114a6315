import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { INVALID_INPUT } from '#core/contract.ts';
import { countsOf } from '#core/report/counts.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { answersIn, durationOf, refusedFor, unpreparedRun } from '../aws/execution.ts';
import { hasEnded } from '../aws/follow.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import type { Workflow } from '../aws/workflow.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { type Past, renderHistory } from '../output/history.ts';
import { terminalOf } from '../output/terminal.ts';

export type HistoryOptions = RemoteOptions & { readonly max: number; readonly json?: boolean };

/** Far below the 15 a second that AWS refills DescribeExecution with, at its usual 100 ms a call. */
const AT_A_TIME = 5;

/** Lists executions, the newest first. Their counts are in their outputs, so that each of them is described. */
export async function history(options: HistoryOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io);
  refuseExpress(workflow, 'history');
  const past = await pastOf(workflow, await newest(workflow, options.max));
  if (options.json) io.stdout.write(`${JSON.stringify(past, null, 2)}\n`);
  else if (past.length > 0) io.stdout.write(renderHistory(past, terminalOf(io.stdout, io.env)));
  else io.stderr.write(`${workflow.arn} has no executions; rollcall start\n`);
  return EXIT.ok;
}

async function newest(workflow: Workflow, max: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { executionArn } of workflow.executions()) {
    if (executionArn !== undefined) found.push(executionArn);
    if (found.length >= max) break;
  }
  return found;
}

async function pastOf(workflow: Workflow, executions: readonly string[]): Promise<Past[]> {
  const past: Past[] = [];
  for (let from = 0; from < executions.length; from += AT_A_TIME) {
    const described = executions.slice(from, from + AT_A_TIME).map((execution) => workflow.describe(execution));
    past.push(...(await Promise.all(described)).map(summaryOf));
  }
  return past;
}

function summaryOf(execution: DescribeExecutionOutput): Past {
  const { run: prepared, verdicts } = answersIn(execution.output);
  const { trigger, shard } = prepared ?? unpreparedRun(execution);
  return {
    executionArn: execution.executionArn ?? '',
    startedAt: execution.startDate?.toISOString() ?? '',
    durationMs: hasEnded(execution) ? durationOf(execution) : null,
    status: refusedFor(execution) === null ? (execution.status ?? '') : INVALID_INPUT,
    redrives: execution.redriveCount ?? 0,
    trigger,
    shard,
    counts: prepared === null ? null : countsOf(withoutGuards(prepared, verdicts)),
  };
}
