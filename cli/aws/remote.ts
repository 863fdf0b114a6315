import { stackNameOf } from '#core/check/stack-name.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { Place } from './place.ts';
import { connect, type Workflow } from './workflow.ts';

/** Options of every command that speaks with AWS. */
export type RemoteOptions = {
  readonly stateMachine?: string;
  /** @default - Rollcall */
  readonly stack?: string;
  readonly region?: string;
};

/** What the stack of a list without a name is called. */
const DEFAULT_STACK = stackNameOf();
const STATE_MACHINE_VARIABLE = 'ROLLCALL_STATE_MACHINE';

/** The workflow that the options say, or the environment, or the stack. `execution` may name it by its own ARN. */
export function remote(options: RemoteOptions, io: Io, execution?: string): Promise<Workflow> {
  return connect(placeOf(options, io), execution);
}

/** Where the options or the environment say that it is. */
export function placeOf({ region, stack, ...options }: RemoteOptions, io: Io): Place {
  const usual = stack === undefined ? io.env[STATE_MACHINE_VARIABLE] || undefined : undefined;
  return { stateMachine: options.stateMachine ?? usual, stack: stack ?? DEFAULT_STACK, region };
}

/** AWS lets nobody list, describe or redrive the executions of an express workflow. */
export function refuseExpress({ type, logGroup }: Workflow, command: string): void {
  if (type !== 'EXPRESS') return;
  const look = logGroup === null ? 'it has no log group either' : `look in the log group ${logGroup}`;
  throw new UsageError(
    `${command} wants a standard workflow, and this one is express: AWS tells nothing of its executions; ${look}`,
  );
}
