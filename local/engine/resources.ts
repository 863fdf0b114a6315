import { within } from './clock.ts';
import type { JsonObject } from './data/value.ts';
import { lambdaError, StateError, snsError } from './errors.ts';
import type { LocalFunction, Services, SnsMessage } from './services.ts';
import { startSyncExecution } from './start-sync-execution.ts';
import type { Host, TaskCall } from './states/state.ts';

/** What a Task's Resource names: what is wrong with the Parameters of a Task, and how it is called on this machine. */
type Resource = {
  readonly faultsOf: (parameters: JsonObject) => readonly string[];
  /** The result of the Task as JSON. Rejects with a StateError. */
  readonly call: (task: TaskCall, services: Services, host: Host) => Promise<unknown>;
};

const PLACEHOLDER = /^\$\{(\w+)Arn\}$/;

/** The resources that a definition can call here. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  'arn:aws:states:::lambda:invoke': {
    faultsOf: (parameters) => [
      ...unknownOf(parameters, ['FunctionName', 'Payload']),
      ...placeholderFaults(parameters, 'FunctionName', '${CheckHttpArn}'),
    ],
    call: invoke,
  },
  'arn:aws:states:::sns:publish': {
    faultsOf: (parameters) =>
      unknownOf(parameters, ['TopicArn', 'Subject', 'Message', 'MessageStructure', 'MessageAttributes']),
    call: publish,
  },
  'arn:aws:states:::aws-sdk:sfn:startSyncExecution': {
    faultsOf: (parameters) => [
      ...unknownOf(parameters, ['StateMachineArn', 'Input']),
      ...placeholderFaults(parameters, 'StateMachineArn', '${RunNestedArn}'),
    ],
    call: startNested,
  },
};

/** Does a Task of a machine that was read with RESOURCES. */
export function callResource(task: TaskCall, services: Services, host: Host): Promise<unknown> {
  const resource = RESOURCES[task.resource];
  if (resource === undefined) throw new Error(`there is no resource ${task.resource}`);
  return resource.call(task, services, host);
}

function unknownOf(parameters: JsonObject, known: readonly string[]): readonly string[] {
  const names = Object.keys(parameters).map((key) => (key.endsWith('.$') ? key.slice(0, -2) : key));
  return names.filter((name) => !known.includes(name)).map((name) => `${name} is not known here`);
}

function placeholderFaults(parameters: JsonObject, field: string, example: string): readonly string[] {
  return PLACEHOLDER.test(String(parameters[field])) ? [] : [`${field} must be a placeholder such as ${example}`];
}

async function invoke({ parameters, timeoutSeconds, scope }: TaskCall, services: Services): Promise<unknown> {
  const { FunctionName, Payload } = copied(parameters) as { FunctionName: string; Payload: never };
  const { invoke: call, gate, timeoutSeconds: own } = functionOf(services, FunctionName);
  await gate?.enter();
  try {
    scope.check();
    const ends = own !== undefined && own < timeoutSeconds;
    const [seconds, timeout] = ends
      ? ([own, () => functionTimeout(own)] as const)
      : ([timeoutSeconds, taskTimeout] as const);
    const answer = await within(seconds, timeout, async () => serialized(await call(Payload)), scope);
    return { StatusCode: 200, Payload: JSON.parse(answer) as unknown };
  } catch (error) {
    throw error instanceof StateError ? error : lambdaError(error);
  } finally {
    gate?.leave();
  }
}

async function publish({ parameters, timeoutSeconds, scope }: TaskCall, services: Services): Promise<unknown> {
  const message = copied(parameters) as SnsMessage;
  try {
    await within(timeoutSeconds, taskTimeout, async () => services.publish(message), scope);
  } catch (error) {
    throw error instanceof StateError ? error : snsError(error);
  }
  return { MessageId: 'local' };
}

async function startNested(task: TaskCall, { machines = {} }: Services, host: Host): Promise<unknown> {
  const { StateMachineArn, Input = {} } = copied(task.parameters) as { StateMachineArn: string; Input?: unknown };
  const name = PLACEHOLDER.exec(StateMachineArn)?.[1] ?? StateMachineArn;
  const machine = machines[name]?.();
  if (machine === undefined) {
    throw new StateError('Sfn.StateMachineDoesNotExistException', `State Machine Does Not Exist: '${name}'`);
  }
  const { timeoutSeconds } = task;
  // On AWS the Express execution would go on.
  return task.scope.within((scope) =>
    within(timeoutSeconds, taskTimeout, () => startSyncExecution(machine, Input, host, scope), scope),
  );
}

/** JSON of its own, so that no task can change what other states see. */
function copied(parameters: unknown): unknown {
  return JSON.parse(JSON.stringify(parameters));
}

const taskTimeout = () => new StateError('States.Timeout', '');

function functionTimeout(seconds: number): StateError {
  const errorMessage = `Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return new StateError('Sandbox.Timedout', JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }));
}

function functionOf(services: Services, placeholder: string): LocalFunction {
  const name = PLACEHOLDER.exec(placeholder)?.[1] ?? placeholder;
  const found = services.functions[name];
  if (found === undefined) throw new StateError('Lambda.ResourceNotFoundException', `Function not found: ${name}`);
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
