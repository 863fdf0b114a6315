import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { safeText } from '#core/text/safe-text.ts';
import { executionPage } from '../aws/arn.ts';
import { calledBy, refusedFor } from '../aws/execution.ts';
import { follow } from '../aws/follow.ts';
import { invalidInput } from '../aws/look-first.ts';
import { watching } from '../aws/watching.ts';
import type { Workflow } from '../aws/workflow.ts';
import { interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { type Progress, progressBar } from '../output/progress.ts';
import { say } from '../output/say.ts';
import { show } from '../output/show.ts';
import { isWatched } from '../output/terminal.ts';

type Following = { readonly execution: string; readonly redrives?: number; readonly json?: boolean };

/**
 * Follows an execution that this command set going to its end, with a bar on a terminal, and shows it; its exit code is
 * that of `rollcall run`.
 */
export async function showWhenEnded(workflow: Workflow, following: Following, io: Io): Promise<number> {
  const { execution, redrives = 0, json } = following;
  const progress = isWatched(io) && !json ? await barOf(io) : null;
  const onLook = progress === null ? {} : { onLook: watching(workflow, execution, progress) };
  const ended = await follow(workflow, execution, { redrives, signal: io.signal, ...onLook }).finally(() => {
    progress?.stop();
  });
  if (ended === null) {
    await say(`interrupted: the execution goes on; stop it at ${executionPage(execution)}`, io.stderr);
    return interruptedCode(io.signal);
  }
  return showEnded(workflow, ended, following, io);
}

async function barOf(io: Io): Promise<Progress> {
  const { measuredTerminal } = await import('../output/measures.ts');
  return progressBar(io.stderr, measuredTerminal(io.stderr, io.env));
}

/** Shows a finished execution as `rollcall run` shows its own. Throws UsageError when its input was not understood. */
export async function showEnded(
  workflow: Workflow,
  ended: DescribeExecutionOutput,
  { json = false }: { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const faults = refusedFor(ended);
  if (faults !== null) throw invalidInput(faults);
  const called = await calledBy(workflow, ended);
  return show(called, { json, alerts: [], note: `execution: ${executionPage(ended.executionArn ?? '')}` }, io);
}

/** What was set going and is not followed. */
export function tellStarted(execution: string, facts: object, told: string, json: boolean | undefined, io: Io): void {
  const page = executionPage(execution);
  if (json) {
    printJson({ executionArn: execution, console: page, ...facts }, io.stdout);
  } else {
    io.stdout.write(`${safeText(told)}\n${safeText(page)}\n`);
  }
}
