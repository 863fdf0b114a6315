import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { safeText } from '#core/text/safe-text.ts';
import { executionPage } from '../aws/arn.ts';
import { calledBy, refusedFor } from '../aws/execution.ts';
import { follow } from '../aws/follow.ts';
import { invalidInput } from '../aws/look-first.ts';
import type { Workflow } from '../aws/workflow.ts';
import { interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { show } from '../output/show.ts';

type Wait = { readonly execution: string; readonly redrives?: number; readonly json?: boolean };

/** Waits for an execution that this command set going, and shows it; its exit code is that of `rollcall run`. */
export async function showWhenEnded(workflow: Workflow, wait: Wait, io: Io): Promise<number> {
  const { execution, redrives = 0 } = wait;
  const ended = await follow(workflow, execution, { redrives, signal: io.signal });
  if (ended === null) {
    io.stderr.write(`interrupted: the execution goes on; stop it at ${executionPage(execution)}\n`);
    return interruptedCode(io.signal);
  }
  return showEnded(workflow, ended, wait, io);
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

/** What was set going and is not waited for. */
export function tellStarted(execution: string, facts: object, told: string, json: boolean | undefined, io: Io): void {
  const page = executionPage(execution);
  if (json) {
    io.stdout.write(`${JSON.stringify({ executionArn: execution, console: page, ...facts }, null, 2)}\n`);
  } else {
    io.stdout.write(`${safeText(told)}\n${safeText(page)}\n`);
  }
}
