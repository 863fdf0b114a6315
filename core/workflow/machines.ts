import { NESTED_LIMIT_S, type WorkflowType } from '../contract.ts';

/** A definition in the Amazon States Language, as far as it is taken apart here. */
export type Definition = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
};
type State = {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly Leading[];
  readonly Catch?: readonly Leading[];
  readonly Parameters?: Readonly<Record<string, unknown>>;
};
type Leading = { readonly Next?: string };

/** Where every run begins that no other workflow has begun. */
const FIRST = 'PrepareChecks';
/** The last state of the Express workflow that a nested one calls. */
const LAST_CALLED = 'RunChecks';

/**
 * The machine that executions are started of. For `nested` it is the whole file; else the states before PrepareChecks
 * are left out. Throws an Error when the file has no such states.
 */
export function startedMachine<D extends Definition>(file: D, workflow: WorkflowType): D {
  return workflow === 'nested' ? file : { ...file, StartAt: FIRST, States: statesFrom(file, FIRST) };
}

/**
 * The Express machine that a nested workflow calls: from PrepareChecks to RunChecks, so that its output is
 * `{run, roll, untracked}` with verdicts for a roll. Its input is what PrepareChecks is invoked with. Throws an Error
 * when the file has no such states.
 */
export function calledMachine<D extends Definition>(file: D): D {
  const { Next: _, ...last } = stateIn(file, LAST_CALLED);
  const first = stateIn(file, FIRST);
  const { Payload: _own, ...parameters } = first.Parameters ?? {};
  const called = {
    ...file,
    StartAt: FIRST,
    TimeoutSeconds: NESTED_LIMIT_S,
    States: {
      ...file.States,
      [FIRST]: { ...first, Parameters: { ...parameters, 'Payload.$': '$' } },
      [LAST_CALLED]: { ...last, End: true },
    },
  };
  return { ...called, States: statesFrom(called, FIRST) };
}

function statesFrom(machine: Definition, start: string): Definition['States'] {
  const reached = new Set([start]);
  for (const name of reached) {
    const { Next, Default, Choices = [], Catch = [] } = stateIn(machine, name);
    for (const next of [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)]) {
      if (next !== undefined) reached.add(next);
    }
  }
  return Object.fromEntries(Object.entries(machine.States).filter(([name]) => reached.has(name)));
}

function stateIn({ States }: Definition, name: string): State {
  const state = States[name];
  if (state === undefined) throw new Error(`the workflow's definition has no state ${name}`);
  return state;
}
