import { type Machine, readDefinition, statesOf, tasksOf } from './definition.ts';
import { ExecutionAborted, ExecutionFailed } from './errors.ts';
import { loadEngine } from './load.ts';
import { type Services, taskRunner } from './tasks.ts';

/** What tests shorten: each by state name, in milliseconds. */
export type Pace = {
  readonly waits?: Readonly<Record<string, number>>;
  readonly retries?: Readonly<Record<string, number>>;
};

export type ExecutionOptions = {
  readonly id: string;
  readonly input: unknown;
  readonly services: Services;
  readonly signal?: AbortSignal;
  readonly pace?: Pace;
  /** Called with the output of each iteration of a Map state at the top, when it has ended. */
  readonly onIteration?: (mapState: string, output: unknown) => void;
};

/** The engine's own clock would run while a check waits for its turn, so it gets an hour that never comes. */
const NEVER_SECONDS = 2_000_000;

type Loaded = {
  readonly machine: import('aws-local-stepfunctions').StateMachine;
  readonly tasks: ReturnType<typeof tasksOf>;
};
let loaded: Promise<Loaded> | undefined;

/** Constructed once per process, on first use, because importing the package takes longer than calling a short roll. */
async function load(): Promise<Loaded> {
  const { StateMachine } = await loadEngine();
  const definition: Machine = readDefinition();
  const tasks = tasksOf(definition);
  for (const [, state] of statesOf(definition)) {
    if (state.Type === 'Task') state.TimeoutSeconds = NEVER_SECONDS;
  }
  // The tests validate the definition; doing it again here would cost a quarter of a second per process.
  const machine = new StateMachine(definition as never, { validationOptions: { noValidate: true } });
  return { machine, tasks };
}

/**
 * Runs the workflow once on this machine, with AWS's semantics. Resolves to the execution's output; rejects with
 * ExecutionFailed or ExecutionAborted.
 */
export async function execute(options: ExecutionOptions): Promise<unknown> {
  const { id, input, services, signal, pace = {}, onIteration } = options;
  if (signal?.aborted) throw new ExecutionAborted('aborted before the start');
  loaded ??= load();
  const { machine, tasks } = await loaded;
  const runner = taskRunner(tasks, services);
  const execution = machine.run(input as never, {
    context: contextOf(id) as never,
    overrides: {
      taskResourceLocalHandlers: runner.handlers as never,
      waitTimeOverrides: pace.waits ?? {},
      retryIntervalOverrides: pace.retries ?? {},
    },
  });
  const stop = () => {
    runner.stop();
    execution.abort();
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const [outcome] = await Promise.allSettled([execution.result, follow(execution.eventLogs, onIteration)]);
  signal?.removeEventListener('abort', stop);
  // A fault leaves other iterations under way; nothing of them may still happen.
  runner.stop();
  if (outcome.status === 'rejected') throw failureOf(outcome.reason);
  return outcome.value;
}

/** The engine sets Execution.Input and StartTime itself. A getter, because every state enters at its own time. */
function contextOf(id: string) {
  return {
    Execution: { Id: id, Name: id.slice(id.lastIndexOf(':') + 1), RoleArn: '', RedriveCount: 0 },
    State: {
      get EnteredTime() {
        return new Date().toISOString();
      },
      RetryCount: 0,
    },
    StateMachine: { Id: 'arn:aws:states:local:000000000000:stateMachine:rollcall', Name: 'rollcall' },
  };
}

/** Reads the event log as it is written: unread, it would keep every state's input in memory. */
async function follow(events: AsyncIterable<unknown>, onIteration: ExecutionOptions['onIteration']): Promise<void> {
  for await (const event of events as AsyncIterable<{
    type: string;
    parentState?: { name: string };
    output?: unknown;
  }>) {
    if (event.type === 'MapIterationSucceeded' && event.parentState)
      onIteration?.(event.parentState.name, event.output);
  }
}

function failureOf(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new ExecutionFailed('States.Runtime', String(thrown));
  if (thrown.name === 'ExecutionAbortedError') return new ExecutionAborted('aborted');
  const fault = thrown.name === 'ExecutionError' && thrown.cause instanceof Error ? thrown.cause : thrown;
  return new ExecutionFailed(fault.name, fault.message);
}
