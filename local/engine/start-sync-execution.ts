import { contextOf } from './context.ts';
import { ExecutionTimeout, StateError } from './errors.ts';
import { runExecution } from './interpret.ts';
import type { Scope } from './scope.ts';
import type { Host, Machine } from './states/state.ts';

/** As far as a definition can tell it from AWS's: Input and Output are JSON text. */
type Answer = {
  readonly ExecutionArn: string;
  readonly Name: string;
  readonly StartDate: number;
  readonly StopDate: number;
  readonly Input: string;
} & (
  | { readonly Status: 'SUCCEEDED'; readonly Output: string }
  | { readonly Status: 'FAILED' | 'TIMED_OUT'; readonly Error: string; readonly Cause: string }
);

/**
 * Runs an Express machine to its end and answers as StartSyncExecution does: that it failed is part of the answer.
 * Rejects where the scope ends before it does.
 */
export async function startSyncExecution(machine: Machine, input: unknown, host: Host, scope: Scope): Promise<Answer> {
  const Name = host.uuid();
  const ExecutionArn = `arn:aws:states:local:000000000000:express:rollcall-nested:${Name}`;
  const StartDate = host.now();
  const context = contextOf(ExecutionArn, input, StartDate);
  const end = async () => {
    try {
      const output = await runExecution(machine, { input, context, host, scope });
      return { Status: 'SUCCEEDED', Output: JSON.stringify(output) } as const;
    } catch (error) {
      if (scope.isOver || !(error instanceof StateError)) throw error;
      const Status = error instanceof ExecutionTimeout ? 'TIMED_OUT' : 'FAILED';
      return { Status, Error: error.name, Cause: error.message } as const;
    }
  };
  const ended = await end();
  return { ExecutionArn, Name, StartDate, StopDate: host.now(), Input: JSON.stringify(input), ...ended };
}
