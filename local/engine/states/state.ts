import type { Context, Data, JsonObject } from '../data/value.ts';
import type { Place } from '../definition-faults.ts';
import type { Scope } from '../scope.ts';

/** What a Task state calls: its Resource, with the parameters as they are filled. */
export type TaskCall = {
  readonly resource: string;
  readonly state: string;
  readonly parameters: unknown;
  /** Kept by the resource, because only it knows when the work has begun. A Task over it fails with States.Timeout. */
  readonly timeoutSeconds: number;
  /** Ends when nobody waits for the answer any more; no work should begin then. */
  readonly scope: Scope;
};

/** A wait that can be left. */
export type Timer = { readonly done: Promise<void>; cancel(): void };

/** What the interpreter gets from outside: time, chance, what tasks do, and who watches. */
export type Host = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Timer;
  /** From 0 to under 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Does a Task; rejects with a StateError, which Retry and Catch see. */
  readonly call: (task: TaskCall) => Promise<unknown>;
  /** What to wait instead, in milliseconds. */
  readonly paceOf: (kind: 'waits' | 'retries', state: string) => number | undefined;
  /** Called with the output of each iteration of a Map state, when it has ended. */
  readonly onIteration: (mapState: string, output: unknown) => void;
};

/** A state that is entered once. `input` is its raw input. */
export type Visit = {
  readonly input: unknown;
  readonly context: Context;
  readonly host: Host;
  readonly scope: Scope;
};

/** How a state ended. `next` is undefined where the machine ends with it. */
export type Outcome = { readonly output: unknown; readonly next: string | undefined };

export type State = (visit: Visit) => Outcome | Promise<Outcome>;

/** A machine that was read: nothing of it is left to be found wrong when it runs. */
export type Machine = {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** How long it may run as an execution. Where it does not say, as long as it takes. */
  readonly timeoutSeconds?: number;
};

/** A state of a definition while it is read. */
export type StateReading = {
  readonly name: string;
  readonly fields: JsonObject;
  readonly place: Place;
  /** Whether it is in a Map state, so that the context object has an item. */
  readonly inMap: boolean;
  readonly readMachine: (place: Place, machine: unknown, inMap: boolean) => Machine;
  readonly resources: Resources;
};

/** By Resource, what is wrong with the Parameters of a Task that calls it. */
export type Resources = Readonly<Record<string, { readonly faultsOf: (parameters: JsonObject) => readonly string[] }>>;

/** What paths and templates of a state are evaluated on. */
export function dataOf({ context, host }: Visit, input: unknown): Data {
  return { input, context, uuid: host.uuid };
}

/** Waits in the state's scope: it ends early, with a rejection, when that ends. */
export async function pause({ host, scope }: Visit, ms: number): Promise<void> {
  const timer = host.sleep(ms);
  try {
    await scope.run(() => timer.done);
  } finally {
    timer.cancel();
  }
}
