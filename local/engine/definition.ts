import { readFileSync } from 'node:fs';

export type StateDefinition = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  TimeoutSeconds?: number;
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
};
export type Machine = { readonly StartAt: string; readonly States: Readonly<Record<string, StateDefinition>> };

/** What a Task state calls, and how long it waits. `name` is the function's: the placeholder without its `Arn`. */
export type Task = { readonly timeoutSeconds: number } & (
  | { readonly service: 'lambda'; readonly name: string }
  | { readonly service: 'sns' }
);

const DEFINITION = new URL('../../statemachines/health-check.asl.json', import.meta.url);

/** The workflow's definition, a fresh copy of the file. */
export function readDefinition(): Machine {
  return JSON.parse(readFileSync(DEFINITION, 'utf8')) as Machine;
}

/** Every Task state by name, at whatever depth; names are unique in the whole definition, as AWS wants them. */
export function tasksOf(machine: Machine): ReadonlyMap<string, Task> {
  return new Map(
    statesOf(machine).flatMap(([name, state]) => (state.Type === 'Task' ? [[name, taskOf(name, state)]] : [])),
  );
}

export function statesOf(machine: Machine): readonly (readonly [name: string, state: StateDefinition])[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const inner = [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
    return [[name, state] as const, ...inner.flatMap(statesOf)];
  });
}

function taskOf(name: string, { Resource, Parameters, TimeoutSeconds }: StateDefinition): Task {
  if (TimeoutSeconds === undefined) throw new Error(`state ${name} has no TimeoutSeconds; every Task needs one`);
  if (Resource === 'arn:aws:states:::sns:publish') return { service: 'sns', timeoutSeconds: TimeoutSeconds };
  const placeholder = /^\$\{(\w+)Arn\}$/.exec(String(Parameters?.['FunctionName']))?.[1];
  if (Resource !== 'arn:aws:states:::lambda:invoke' || placeholder === undefined) {
    throw new Error(`state ${name} calls ${Resource}; the engine on this machine knows lambda:invoke and sns:publish`);
  }
  return { service: 'lambda', name: placeholder, timeoutSeconds: TimeoutSeconds };
}
