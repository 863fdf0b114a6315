import { isObject, type JsonObject } from './data/value.ts';
import { DefinitionFault, Place } from './definition-faults.ts';
import { readChoice } from './states/choice.ts';
import { readFail, readSucceed } from './states/end.ts';
import { checkFields } from './states/fields.ts';
import { readMap } from './states/map.ts';
import { readParallel } from './states/parallel.ts';
import { readPass } from './states/pass.ts';
import type { Machine, Resources, State, StateReading } from './states/state.ts';
import { readTask } from './states/task.ts';
import { readWait } from './states/wait.ts';

const READERS: Readonly<Record<string, (reading: StateReading) => State>> = {
  Choice: readChoice,
  Fail: readFail,
  Map: readMap,
  Parallel: readParallel,
  Pass: readPass,
  Succeed: readSucceed,
  Task: readTask,
  Wait: readWait,
};

const LONGEST_NAME = 80;

/**
 * Reads a definition in the Amazon States Language with JSONPath. Throws DefinitionFault, with every fault at once, for
 * one of which anything would run otherwise here than on AWS.
 */
export function readMachine(definition: unknown, resources: Resources): Machine {
  const place = new Place();
  const machine = new MachineReader(resources).read(place, definition, false, [
    'QueryLanguage',
    'TimeoutSeconds',
    'Version',
  ]);
  if (place.faults.length > 0) throw new DefinitionFault(place.faults);
  return machine;
}

class MachineReader {
  readonly #resources: Resources;
  /** Unique in the whole definition, as AWS wants them. */
  readonly #names = new Set<string>();

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  read(place: Place, definition: unknown, inMap: boolean, more: readonly string[] = []): Machine {
    const machine = isObject(definition) ? definition : {};
    for (const key of Object.keys(machine)) {
      if (!['Comment', 'StartAt', 'States', ...more].includes(key)) place.field(key).fault('is not known here');
    }
    const { QueryLanguage: language = 'JSONPath', Version: version = '1.0' } = machine;
    if (language !== 'JSONPath') place.field('QueryLanguage').fault(`${language} is not known here; only JSONPath is`);
    if (version !== '1.0') place.field('Version').fault(`${version} is not known here; only 1.0 is`);
    const states = isObject(machine['States']) ? machine['States'] : {};
    checkTransitions(place, machine, states);
    const read = Object.entries(states).map(([name, state]) => [name, this.#state(place, name, state, inMap)] as const);
    return { startAt: String(machine['StartAt']), states: new Map(read), ...timeoutOf(place, machine) };
  }

  #state(outer: Place, name: string, state: unknown, inMap: boolean): State {
    const place = outer.state(name);
    const fields = isObject(state) ? state : {};
    const type = String(fields['Type']);
    if (name.length > LONGEST_NAME) place.fault(`its name is longer than ${LONGEST_NAME} letters`);
    if (this.#names.has(name)) place.fault('there is another state of this name');
    this.#names.add(name);
    const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
    if (read === undefined) {
      place.field('Type').fault(`${type} is not known here; there are ${Object.keys(READERS).join(', ')}`);
      return ({ input }) => ({ output: input, next: undefined });
    }
    const reading: StateReading = {
      name,
      fields,
      place,
      inMap,
      readMachine: (within, machine, itsInMap) => this.read(within, machine, itsInMap),
      resources: this.#resources,
    };
    checkFields(reading);
    return read(reading);
  }
}

/** Only a definition as a whole may have one. */
function timeoutOf(place: Place, { TimeoutSeconds: seconds }: JsonObject): Pick<Machine, 'timeoutSeconds'> {
  if (seconds === undefined) return {};
  if (Number.isInteger(seconds) && Number(seconds) > 0) return { timeoutSeconds: Number(seconds) };
  place.field('TimeoutSeconds').fault('must be a positive integer');
  return {};
}

/** Finds states that are named where one goes on to, and are not in the same machine; and states that nothing leads to. */
function checkTransitions(place: Place, machine: JsonObject, states: JsonObject): void {
  if (Object.keys(states).length === 0) place.field('States').fault('must be an object with at least one state');
  const start = machine['StartAt'];
  if (typeof start !== 'string' || !Object.hasOwn(states, start)) {
    place.field('StartAt').fault(`${JSON.stringify(start)} is no state of this machine`);
  }
  const reached = new Set<unknown>([start]);
  for (const [name, state] of Object.entries(states)) {
    for (const target of targetsOf(state)) {
      reached.add(target);
      if (typeof target === 'string' && !Object.hasOwn(states, target)) {
        place.state(name).fault(`goes on to ${target}, which is no state of the same machine`);
      }
    }
  }
  for (const name of Object.keys(states)) if (!reached.has(name)) place.state(name).fault('nothing leads to it');
}

function targetsOf(state: unknown): readonly unknown[] {
  const { Next, Default, Choices, Catch } = isObject(state) ? state : {};
  const rules = [Choices, Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  return [Next, Default, ...rules.map((rule) => (isObject(rule) ? rule['Next'] : undefined))];
}
