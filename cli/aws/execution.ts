import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { INVALID_INPUT, SCHEDULED_RUN_MAX_AGE_MS } from '#core/contract.ts';
import { countsOf } from '#core/report/counts.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { refusalIn } from '#core/run/invalid-input.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { messageIn } from '#local/failure-text.ts';
import type { Called } from '../output/called.ts';
import { readArn } from './arn.ts';
import type { Workflow } from './workflow.ts';

/** What is known of an execution's verdicts: `total` is how many checks it was to call. */
type Answers = { readonly run: Run | null; readonly verdicts: readonly Verdict[]; readonly total: number };

const NO_ANSWERS: Answers = { run: null, verdicts: [], total: 0 };
/** States that are entered with the run and all of its verdicts. */
const TOLD_BY = new Set(['TrackIncidents', 'Report', 'NothingLeft', 'Finish', 'Summary']);
/** States that a check's iteration ends with, whose output is its verdict. */
const ENDS_OF_A_CHECK = new Set(['Answered', 'CheckerThrottled', 'CheckerFault']);

/** A finished execution as `rollcall run` shows its own. One that failed has no output: its history has the verdicts. */
export async function calledBy(workflow: Workflow, execution: DescribeExecutionOutput): Promise<Called> {
  const succeeded = execution.status === 'SUCCEEDED';
  const { run, verdicts, total } = succeeded
    ? answersIn(execution.output)
    : await answersOf(workflow.history(execution.executionArn ?? ''));
  return {
    rollCall: {
      run: run ?? unpreparedRun(execution),
      results: verdicts,
      counts: countsOf(withoutGuards(run ?? {}, verdicts)),
      notifications: [],
      failure: failureOf(execution, run === null),
      interrupted: false,
    },
    total,
    elapsedMs: durationOf(execution),
  };
}

/** The output of a finished execution: `{run, results}`. */
export function answersIn(output: string | undefined): Answers {
  const { run, results } = objectIn(output);
  if (!isRun(run) || !Array.isArray(results)) return NO_ANSWERS;
  const verdicts = results.filter(isVerdict);
  return { run, verdicts, total: results.length };
}

/** What was wrong with the input of an execution that called nothing; null of all others. */
export function refusedFor({ output, error, cause = '' }: DescribeExecutionOutput): readonly string[] | null {
  // As executions ended that are older than the refusal in the output.
  if (error === INVALID_INPUT) return messageIn(cause).split('\n');
  return refusalIn(objectIn(output))?.faults ?? null;
}

/** From the newest event backwards: the first state that had all verdicts, or else each check that came to its end. */
async function answersOf(history: AsyncIterable<HistoryEvent>): Promise<Answers> {
  const ended: Verdict[] = [];
  let prepared: Roll | null = null;
  for await (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of history) {
    const told = TOLD_BY.has(entered?.name ?? '') ? rollIn(entered?.input) : null;
    if (told !== null) return { run: told.run, verdicts: told.roll.filter(isVerdict), total: told.roll.length };
    if (ENDS_OF_A_CHECK.has(exited?.name ?? '')) ended.push(...[objectIn(exited?.output)].filter(isVerdict));
    if (exited?.name === 'PrepareChecks') prepared = rollIn(exited.output);
  }
  return { run: prepared?.run ?? null, verdicts: ended.reverse(), total: prepared?.roll.length ?? ended.length };
}

/** What an event of an execution's history says of how far it is: which checks there are, or that one has its verdict. */
export function stepIn({
  stateExitedEventDetails: exited,
}: HistoryEvent): { names: readonly string[] } | { verdict: Verdict } | null {
  if (exited?.name === 'PrepareChecks') {
    const prepared = rollIn(exited.output);
    return prepared === null ? null : { names: prepared.roll.map(nameIn) };
  }
  const verdict = ENDS_OF_A_CHECK.has(exited?.name ?? '') ? objectIn(exited?.output) : null;
  return verdict !== null && isVerdict(verdict) ? { verdict } : null;
}

/** Of an entry that waits for its checker. */
function nameIn(entry: unknown): string {
  return String(((entry ?? {}) as { readonly name?: unknown }).name ?? '');
}

type Roll = { readonly run: Run; readonly roll: readonly unknown[] };

function rollIn(text: string | undefined): Roll | null {
  const { run, roll } = objectIn(text);
  return isRun(run) && Array.isArray(roll) ? { run, roll } : null;
}

/** Milliseconds of its last go: a redrive may come days after the first. */
export function durationOf({ startDate, redriveDate, stopDate }: DescribeExecutionOutput): number {
  const began = redriveDate ?? startDate;
  return began === undefined || stopDate === undefined ? 0 : stopDate.getTime() - began.getTime();
}

function failureOf(execution: DescribeExecutionOutput, untold: boolean): { error: string; cause: string } | null {
  const { status, error, cause = '' } = execution;
  if (status !== 'SUCCEEDED') return { error: error ?? WORDS[status ?? ''] ?? 'the execution failed', cause };
  return untold ? { error: 'the execution answered no verdicts', cause: 'is it a state machine of Rollcall?' } : null;
}

const WORDS: Readonly<Record<string, string>> = {
  TIMED_OUT: 'the execution ran out of time',
  ABORTED: 'somebody stopped the execution',
};

/** As much as the input tells, of an execution that has no output. */
export function unpreparedRun({ executionArn = '', startDate = new Date(0), input }: DescribeExecutionOutput): Run {
  const { shard, scheduledTime } = objectIn(input);
  const age = Math.abs(startDate.getTime() - Date.parse(String(scheduledTime)));
  return {
    id: executionArn,
    startedAt: startDate.toISOString(),
    trigger: age <= SCHEDULED_RUN_MAX_AGE_MS ? 'schedule' : 'manual',
    shard: typeof shard === 'string' ? shard : null,
    concurrency: 0,
    region: readArn(executionArn)?.region ?? '',
  };
}

function objectIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isRun(value: unknown): value is Run {
  return typeof value === 'object' && value !== null && 'id' in value && 'trigger' in value && 'startedAt' in value;
}

function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && 'name' in value && 'outcome' in value && 'reason' in value;
}
