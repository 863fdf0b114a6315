import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { Place } from './place.ts';
import { connect, type Workflow } from './workflow.ts';

/** Options of every command that speaks with AWS. */
export type RemoteOptions = {
  readonly stateMachine?: string;
  readonly stack: string;
  readonly region?: string;
};

const STATE_MACHINE_VARIABLE = 'ROLLCALL_STATE_MACHINE';

/** The workflow that the options say, or the environment, or the stack. `execution` may name it by its own ARN. */
export function remote(options: RemoteOptions, io: Io, execution?: string): Promise<Workflow> {
  const { region, stack } = options;
  const stateMachine = options.stateMachine ?? (io.env[STATE_MACHINE_VARIABLE] || undefined);
  const place: Place = { stateMachine, stack, region };
  return connect(place, execution);
}

/** AWS lets nobody list, describe or redrive the executions of an express workflow. */
export function refuseExpress({ type, logGroup }: Workflow, command: string): void {
  if (type !== 'EXPRESS') return;
  const look = logGroup === null ? 'it has no log group either' : `look in the log group ${logGroup}`;
  throw new UsageError(
    `${command} wants a standard workflow, and this one is express: AWS tells nothing of its executions; ${look}`,
  );
}
