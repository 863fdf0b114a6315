import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { INVALID_INPUT } from '#core/contract.ts';
import { countsOf } from '#core/report/counts.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { described } from '../aws/described.ts';
import { answersIn, durationOf, refusedFor, unpreparedRun } from '../aws/execution.ts';
import { hasEnded } from '../aws/follow.ts';
import { type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { type Past, renderHistory } from '../output/history.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';

export type HistoryOptions = RemoteOptions & {
  readonly max: number;
  /** Milliseconds. */
  readonly since?: number;
  readonly remember?: boolean;
  readonly json?: boolean;
};

/** Lists executions, the newest first. Their counts are in their outputs, so that each of them is described. */
export async function history({ max, since, json, ...options }: HistoryOptions, io: Io): Promise<number> {
  if (options.remember) throw new UsageError('which check? rollcall history NAME --remember');
  const workflow = await remote(options, io);
  refuseExpress(workflow, 'history');
  const past: Past[] = [];
  const lookBack = { atMost: max, ...(since !== undefined && { since }) };
  for await (const execution of described(workflow, lookBack)) past.push(summaryOf(execution));
  if (json) printJson(past, io.stdout);
  else if (past.length > 0) await showTable(past, io);
  else if (since !== undefined) await say('no execution has started since then', io.stderr);
  else await say(`${workflow.arn} has no executions; rollcall start`, io.stderr);
  return EXIT.ok;
}

async function showTable(past: readonly Past[], io: Io): Promise<void> {
  const { measuredTerminal } = await import('../output/measures.ts');
  io.stdout.write(renderHistory(past, measuredTerminal(io.stdout, io.env)));
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
