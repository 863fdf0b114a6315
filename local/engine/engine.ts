import { randomUUID } from 'node:crypto';
import { calledMachine } from '#core/workflow/machines.ts';
import { sleep } from './clock.ts';
import { contextOf } from './context.ts';
import { readDefinition } from './definition.ts';
import { ExecutionAborted, ExecutionFailed, StateError } from './errors.ts';
import { runExecution } from './interpret.ts';
import { readMachine } from './machine.ts';
import { callResource, RESOURCES } from './resources.ts';
import { Scope } from './scope.ts';
import type { Services } from './services.ts';
import type { Host, Machine } from './states/state.ts';

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
  /** Called with the output of each iteration of a Map state, when it has ended. */
  readonly onIteration?: (mapState: string, output: unknown) => void;
  /** Time and chance, for tests. */
  readonly chance?: Partial<Pick<Host, 'now' | 'sleep' | 'random' | 'uuid'>>;
};

let workflow: Machine | undefined;
let nested: Machine | undefined;

const machines: NonNullable<Services['machines']> = {
  RunNested: () => {
    nested ??= readMachine(calledMachine(readDefinition()), RESOURCES);
    return nested;
  },
};

/**
 * Runs the workflow once on this machine, with AWS's semantics. Resolves to the execution's output; rejects with
 * ExecutionFailed or ExecutionAborted.
 */
export function execute(options: ExecutionOptions): Promise<unknown> {
  workflow ??= readMachine(readDefinition(), RESOURCES);
  return executeMachine(workflow, { ...options, services: { machines, ...options.services } });
}

/** The same of any machine that was read with RESOURCES. */
export async function executeMachine(machine: Machine, options: ExecutionOptions): Promise<unknown> {
  const { signal } = options;
  const host = hostOf(options);
  // What is given may be of this process; an execution's input is JSON.
  const input = JSON.parse(JSON.stringify(options.input)) as unknown;
  const scope = new Scope();
  const abort = () => scope.end();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await runExecution(machine, { input, context: contextOf(options.id, input, host.now()), host, scope });
  } catch (error) {
    if (scope.isOver) throw new ExecutionAborted('aborted');
    throw error instanceof StateError ? new ExecutionFailed(error.name, error.message) : error;
  } finally {
    signal?.removeEventListener('abort', abort);
    // A fault leaves other iterations under way; nothing of them may still happen.
    scope.end();
  }
}

function hostOf({ services, pace = {}, onIteration, chance }: ExecutionOptions): Host {
  const host: Host = {
    now: Date.now,
    sleep,
    random: Math.random,
    uuid: randomUUID,
    ...chance,
    call: (task) => callResource(task, services, host),
    paceOf: (kind, state) => pace[kind]?.[state],
    onIteration: onIteration ?? (() => {}),
  };
  return host;
}
