/** How an execution ended on its fault: the error's ASL name and its cause, as DescribeExecution shows them. */
export class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed' as const;
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`the execution failed with ${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** The execution was ended from outside; nothing of it goes on. */
export class ExecutionAborted extends Error {
  override readonly name = 'ExecutionAborted' as const;
}

/**
 * An error that a state reports: `name` is matched with ErrorEquals, `message` becomes Cause. A `terminal` one is
 * matched by nothing, not by States.ALL either.
 */
export class StateError extends Error {
  override readonly name: string;
  readonly terminal: boolean;

  constructor(name: string, cause: string, terminal = false) {
    super(cause);
    this.name = name;
    this.terminal = terminal;
  }
}

/** An execution ran longer than its machine lets it; DescribeExecution has it as TIMED_OUT. */
export class ExecutionTimeout extends StateError {
  constructor() {
    super('States.Timeout', '', true);
  }
}

/** What AWS calls "some exception that it couldn't process": a path that leads to nothing. Terminal. */
export function runtimeError(cause: string): StateError {
  return new StateError('States.Runtime', cause, true);
}

/** What Step Functions makes of an error that a Lambda function throws: Cause is the JSON of the function's answer. */
export function lambdaError(thrown: unknown): StateError {
  if (!(thrown instanceof Error)) {
    return new StateError(
      typeof thrown,
      JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] }),
    );
  }
  const trace = thrown.stack?.split('\n') ?? [];
  return new StateError(thrown.name, JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message, trace }));
}

/**
 * What Step Functions makes of an error of SNS: the service's name in front. An error that no service sent (a full
 * disk under a sink) keeps its own name.
 */
export function snsError(thrown: unknown): StateError {
  if (!(thrown instanceof Error)) return new StateError('Error', String(thrown));
  return new StateError('$metadata' in thrown ? `SNS.${exceptionName(thrown.name)}` : thrown.name, thrown.message);
}

const exceptionName = (name: string) => (name.endsWith('Exception') ? name : `${name}Exception`);
