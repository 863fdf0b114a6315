import { executeMachine, type Pace } from '#local/engine/engine.ts';
import { ExecutionFailed } from '#local/engine/errors.ts';
import { readMachine } from '#local/engine/machine.ts';
import { RESOURCES } from '#local/engine/resources.ts';
import type { LocalFunction } from '#local/engine/services.ts';
import type { Timer } from '#local/engine/states/state.ts';

type State = Readonly<Record<string, unknown>>;

/** A Task that calls the function `Work` with the state's input. */
export const task = (fields: State = {}): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: '${WorkArn}', Payload: { 'input.$': '$', 'retries.$': '$$.State.RetryCount' } },
  TimeoutSeconds: 30,
  ResultSelector: { 'answer.$': '$.Payload' },
  End: true,
  ...fields,
});

/** A machine of these states, of which the first starts. */
export const machine = (states: Readonly<Record<string, unknown>>) => ({
  StartAt: Object.keys(states)[0],
  States: states,
});

export type Play = {
  readonly input?: unknown;
  readonly work?: LocalFunction['invoke'];
  readonly pace?: Pace;
  readonly signal?: AbortSignal;
  readonly now?: number;
  readonly random?: number;
};

/** How a machine ended, and what it waited, in milliseconds, where no wait takes time. */
export type Played = {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly waited: number[];
};

export async function play(definition: unknown, options: Play = {}): Promise<Played> {
  const { input = {}, work = () => null, pace, signal, now = 0, random = 0.5 } = options;
  const waited: number[] = [];
  const sleep = (ms: number): Timer => {
    waited.push(ms);
    return { done: Promise.resolve(), cancel: () => {} };
  };
  try {
    const output = await executeMachine(readMachine(definition, RESOURCES), {
      id: 'arn:run:1',
      input,
      services: { functions: { Work: { invoke: work } }, publish: () => {} },
      chance: { now: () => now, sleep, random: () => random, uuid: () => 'an-id' },
      ...(pace && { pace }),
      ...(signal && { signal }),
    });
    return { output, waited };
  } catch (error) {
    if (error instanceof ExecutionFailed) return { error: error.error, cause: error.cause, waited };
    throw error;
  }
}

/** An error with a name, for a function to throw. */
export const named = (name: string) => Object.assign(new Error('on purpose'), { name });
