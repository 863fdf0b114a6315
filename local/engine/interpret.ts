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
