import type { Place } from '../definition-faults.ts';
import { runtimeError } from '../errors.ts';
import type { Context, Data, Evaluate } from './value.ts';

type Step = string | number | typeof EVERY;
const EVERY = Symbol('[*]');

/** A value that a path did not lead to. */
export const NOTHING = Symbol('nothing');

/** Letters, digits, _ and - of ASCII and all beyond it; no digit or - at first. */
const NAME = String.raw`\.((?![\d-])[^\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+)`;
const QUOTED = String.raw`\['([^'\\]+)'\]`;
const STEP = new RegExp(String.raw`${NAME}|${QUOTED}|\[(\d+)\]|(\[\*\]|\.\*)`, 'g');
const PATH = new RegExp(String.raw`^\$(\$?)((?:${NAME}|${QUOTED}|\[\d+\]|\[\*\]|\.\*)*)$`);

/** What the context object has here; the rest of AWS's (RoleArn, Task.Token, Map.Item.Source …) has no value here. */
const IN_CONTEXT = [
  '$$.Execution.Id',
  '$$.Execution.Name',
  '$$.Execution.Input',
  '$$.Execution.StartTime',
  '$$.Execution.RedriveCount',
  '$$.StateMachine.Id',
  '$$.StateMachine.Name',
  '$$.State.Name',
  '$$.State.EnteredTime',
  '$$.State.RetryCount',
  '$$.Map.Item.Index',
  '$$.Map.Item.Value',
];

/**
 * Reads a path: `$` or `$$`, then `.name`, `['name']`, `[0]` and, where one value is not asked for, `[*]`. Evaluating
 * throws States.Runtime where it leads to nothing; one with `[*]` gives the list of what there is.
 */
export function readPath(place: Place, path: unknown, inMap: boolean): Evaluate {
  const steps = stepsOf(place, path, inMap);
  const text = String(path);
  const root = rootOf(text);
  if (steps.includes(EVERY)) return (data) => allAt(text, root(data), steps);
  return (data) => found(text, walk(root(data), steps));
}

/** Reads a path to one value, of which evaluating gives NOTHING where there is none. */
export function readPathOrNothing(place: Place, path: unknown, inMap: boolean): Evaluate {
  const steps = oneValue(place, path, inMap);
  const root = rootOf(String(path));
  return (data) => walk(root(data), steps);
}

/** Reads a reference path: one that leads to one value. Evaluating throws States.Runtime where there is none. */
export function readReferencePath(place: Place, path: unknown, inMap: boolean): Evaluate {
  const steps = oneValue(place, path, inMap);
  const text = String(path);
  const root = rootOf(text);
  return (data) => found(text, walk(root(data), steps));
}

/** Reads the path of a ResultPath to the names it goes through. Elements of an array are not made by one here. */
export function readResultNames(place: Place, path: unknown): readonly string[] {
  const steps = oneValue(place, path, false);
  if (typeof path === 'string' && path.startsWith('$$')) place.fault('must not begin with $$');
  const names = steps.filter((step) => typeof step === 'string');
  if (names.length < steps.length) place.fault(`${path} places a result in an array; name a field`);
  return names;
}

function stepsOf(place: Place, path: unknown, inMap: boolean): readonly Step[] {
  const [, context, steps] = (typeof path === 'string' && PATH.exec(path)) || [];
  if (steps === undefined) {
    place.fault(
      `${JSON.stringify(path)} is not a path that is known here: write $, $.name, $['name'], $.name[0], $.name[*]`,
    );
    return [];
  }
  if (context !== '') checkContext(place, String(path), inMap);
  return Array.from(steps.matchAll(STEP), ([, name, quoted, index, every]) =>
    every === undefined ? (name ?? quoted ?? Number(index)) : EVERY,
  );
}

function checkContext(place: Place, path: string, inMap: boolean): void {
  const known = IN_CONTEXT.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  if (!known) place.fault(`${path} is not in the context object here; there are ${IN_CONTEXT.join(', ')}`);
  else if (path.startsWith('$$.Map.') && !inMap) place.fault(`${path} is only there in a Map state`);
}

function oneValue(place: Place, path: unknown, inMap: boolean): readonly (string | number)[] {
  const steps = stepsOf(place, path, inMap);
  const named = steps.filter((step) => step !== EVERY);
  if (named.length < steps.length) place.fault(`${path} can lead to several values; write a path to one`);
  return named;
}

function rootOf(path: string): (data: Data) => unknown {
  return path.startsWith('$$') ? ({ context }) => context satisfies Context : ({ input }) => input;
}

function walk(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const step of steps) {
    value = child(value, step as string | number);
    if (value === NOTHING) return NOTHING;
  }
  return value;
}

function child(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) && step < value.length ? value[step] : NOTHING;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
    return NOTHING;
  return (value as Record<string, unknown>)[step];
}

/** As Jayway's JsonPath, which Step Functions uses: up to the first `[*]` all must be there, after it what is there counts. */
function allAt(path: string, root: unknown, steps: readonly Step[]): readonly unknown[] {
  const first = steps.indexOf(EVERY);
  let values: readonly unknown[] = [found(path, walk(root, steps.slice(0, first)))];
  for (const step of steps.slice(first)) {
    values = step === EVERY ? values.flatMap(childrenOf) : values.map((one) => child(one, step as string | number));
    values = values.filter((one) => one !== NOTHING);
  }
  return values;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function found(path: string, value: unknown): unknown {
  if (value === NOTHING) throw runtimeError(`Invalid path '${path}': it leads to nothing`);
  return value;
}
