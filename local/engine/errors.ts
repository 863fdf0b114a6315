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
 * An error as the engine's Retry and Catch read it: `name` is matched with ErrorEquals, `message` becomes Cause.
 * A `terminal` one is matched by nothing, not by States.ALL either.
 */
export class TaskError extends Error {
  override readonly name: string;
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, terminal = false) {
    super(cause);
    this.name = name;
    this.isRetryable = !terminal;
    this.isCatchable = !terminal;
  }
}

/** What Step Functions makes of an error that a Lambda function throws: Cause is the JSON of the function's answer. */
export function lambdaError(thrown: unknown): TaskError {
  if (!(thrown instanceof Error)) {
    return new TaskError(
      typeof thrown,
      JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] }),
    );
  }
  const trace = thrown.stack?.split('\n') ?? [];
  return new TaskError(thrown.name, JSON.stringify({ errorType: thrown.name, errorMessage: thrown.message, trace }));
}

/**
 * What Step Functions makes of an error of SNS: the service's name in front. An error that no service sent (a full
 * disk under a sink) keeps its own name.
 */
export function snsError(thrown: unknown): TaskError {
  if (!(thrown instanceof Error)) return new TaskError('Error', String(thrown));
  return new TaskError('$metadata' in thrown ? `SNS.${exceptionName(thrown.name)}` : thrown.name, thrown.message);
}

const exceptionName = (name: string) => (name.endsWith('Exception') ? name : `${name}Exception`);
