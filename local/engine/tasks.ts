import { BUDGETS } from '#core/contract.ts';
import type { MessageAttribute } from '#core/report/notification.ts';
import { within } from './clock.ts';
import type { Task } from './definition.ts';
import { lambdaError, snsError, TaskError } from './errors.ts';

/** A function as the Lambda service would run it. */
export type LocalFunction = {
  readonly invoke: (event: never) => unknown;
  /** The function's own time-out; without one only the Task's counts. */
  readonly timeoutSeconds?: number;
  /** Lets only so many run at a time, whatever execution calls them. No clock runs before it has let a call in. */
  readonly gate?: Gate;
};

export type Gate = { enter(): Promise<void>; leave(): void };

export type SnsMessage = {
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
};

/** What the Task states call: functions by the name in their placeholder (`CheckHttp`), and SNS. */
export type Services = {
  readonly functions: Readonly<Record<string, LocalFunction>>;
  readonly publish: (message: SnsMessage) => unknown;
};

export type TaskRunner = {
  /** The engine's handlers, by state. */
  readonly handlers: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
  /** From now on no call is made, and those under way end at once as far as the engine sees. */
  stop(): void;
};

const STOPPED = new TaskError('States.Aborted', 'the execution has ended', true);

/**
 * The Task states of one execution. Kept here is what the engine does not keep: the payload limit, the JSON round
 * trip, the time-outs of function and Task, the names and causes of errors.
 */
export function taskRunner(tasks: ReadonlyMap<string, Task>, services: Services): TaskRunner {
  const underWay = new Set<(reason: TaskError) => void>();
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const reject of underWay) reject(STOPPED);
  };
  const perform = async (state: string, task: Task, input: unknown) => {
    if (stopped) throw STOPPED;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    underWay.add(reject);
    try {
      return await Promise.race([call(state, task, input, services, () => stopped), ended]);
    } catch (error) {
      // What nothing catches fails the execution. The engine would start the items that are left before it says so.
      if (error instanceof TaskError && !error.isCatchable) stop();
      throw error;
    } finally {
      underWay.delete(reject);
    }
  };
  return {
    handlers: Object.fromEntries([...tasks].map(([state, task]) => [state, (input) => perform(state, task, input)])),
    stop,
  };
}

async function call(state: string, task: Task, input: unknown, services: Services, stopped: () => boolean) {
  const text = limited(state, 'input', JSON.stringify(input));
  if (task.service === 'sns') {
    const message = JSON.parse(text) as SnsMessage;
    const sent = within(task.timeoutSeconds, taskTimeout, async () => services.publish(message));
    await sent.catch((error) => Promise.reject(error instanceof TaskError ? error : snsError(error)));
    return { MessageId: 'local' };
  }
  const { invoke, gate, timeoutSeconds } = functionOf(services, task.name);
  await gate?.enter();
  try {
    if (stopped()) throw STOPPED;
    const { Payload } = JSON.parse(text) as { Payload: never };
    const answer = await timed(task, timeoutSeconds, async () => serialized(await invoke(Payload)));
    return JSON.parse(limited(state, 'result', `{"StatusCode":200,"Payload":${answer}}`)) as unknown;
  } finally {
    gate?.leave();
  }
}

/** Runs a function with the shorter of the two clocks around it. */
async function timed(task: Task, own: number | undefined, work: () => Promise<string>): Promise<string> {
  const ends = own !== undefined && own < task.timeoutSeconds;
  try {
    return ends
      ? await within(own, () => functionTimeout(own), work)
      : await within(task.timeoutSeconds, taskTimeout, work);
  } catch (error) {
    throw error instanceof TaskError ? error : lambdaError(error);
  }
}

const taskTimeout = () => new TaskError('States.Timeout', '');

function functionTimeout(seconds: number): TaskError {
  const errorMessage = `Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return new TaskError('Sandbox.Timedout', JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }));
}

function functionOf(services: Services, name: string): LocalFunction {
  const found = services.functions[name];
  if (found === undefined) throw new TaskError('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
  return found;
}

/** What the Lambda runtime makes of a function's answer. */
function serialized(answer: unknown): string {
  try {
    return JSON.stringify(answer) ?? 'null';
  } catch (error) {
    throw new Error('Unable to stringify response body', { cause: error });
  }
}

/** Step Functions takes 256 KiB, and nothing catches the error: States.ALL does not include it. */
function limited(state: string, what: 'input' | 'result', text: string): string {
  if (text.length * 3 <= BUDGETS.payloadBytes || Buffer.byteLength(text) <= BUDGETS.payloadBytes) return text;
  const cause = `the ${what} of ${state} is ${Buffer.byteLength(text)} bytes; Step Functions takes ${BUDGETS.payloadBytes}`;
  throw new TaskError('States.DataLimitExceeded', cause, true);
}
