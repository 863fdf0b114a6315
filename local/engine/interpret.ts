import { within } from './clock.ts';
import { ExecutionTimeout } from './errors.ts';
import type { Machine, Visit } from './states/state.ts';

/**
 * Runs a machine from its first state on, with the input and the context of `visit`, to its output. Rejects with the
 * StateError that nothing in it caught.
 */
export async function interpret(machine: Machine, visit: Visit): Promise<unknown> {
  const { context, host, scope } = visit;
  let name: string | undefined = machine.startAt;
  let input = visit.input;
  while (name !== undefined) {
    scope.check();
    const state = machine.states.get(name);
    if (state === undefined) throw new Error(`there is no state ${name}`);
    const State = { Name: name, EnteredTime: new Date(host.now()).toISOString(), RetryCount: 0 };
    const { output, next } = await state({ input, context: { ...context, State }, host, scope });
    input = output;
    name = next;
  }
  return input;
}

/** Runs a machine as one execution: within its own time, and nothing of it goes on when it has ended, however that was. */
export function runExecution(machine: Machine, visit: Visit): Promise<unknown> {
  const { timeoutSeconds } = machine;
  return visit.scope.within((scope) => {
    const run = () => interpret(machine, { ...visit, scope });
    return timeoutSeconds === undefined ? run() : within(timeoutSeconds, () => new ExecutionTimeout(), run, scope);
  });
}
