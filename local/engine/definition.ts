import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../package-root.ts';

/** A state as it is written, as far as tests and estimates look into one. */
export type StateDefinition = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number;
  readonly Branches?: readonly MachineDefinition[];
  readonly ItemProcessor?: MachineDefinition;
};
export type MachineDefinition = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
};

const DEFINITION = join(PACKAGE_ROOT, 'statemachines', 'health-check.asl.json');

/** The workflow's definition, a fresh copy of the file. */
export function readDefinition(): MachineDefinition {
  return JSON.parse(readFileSync(DEFINITION, 'utf8')) as MachineDefinition;
}

/** Every state by name, at whatever depth; names are unique in the whole definition, as AWS wants them. */
export function statesOf(machine: MachineDefinition): readonly (readonly [name: string, state: StateDefinition])[] {
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const inner = [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
    return [[name, state] as const, ...inner.flatMap(statesOf)];
  });
}
