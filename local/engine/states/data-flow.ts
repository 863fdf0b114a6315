import { readPath, readResultNames } from '../data/path.ts';
import { readTemplate } from '../data/template.ts';
import { type Evaluate, isObject } from '../data/value.ts';
import type { Place } from '../definition-faults.ts';
import { StateError } from '../errors.ts';
import { limited } from '../payload-limit.ts';
import { dataOf, type StateReading, type Visit } from './state.ts';

const identity: Evaluate = ({ input }) => input;

/** Reads InputPath or OutputPath: `$` where there is none; null is an empty object. */
export function readSelection({ fields, place, inMap }: StateReading, key: 'InputPath' | 'OutputPath'): Evaluate {
  const path = fields[key];
  if (path === null) return () => ({});
  return path === undefined ? identity : readPath(place.field(key), path, inMap);
}

/** Reads a field with a payload template, which stands for its input where there is none. */
export function readPayload({ fields, place, inMap }: StateReading, key: 'Parameters' | 'ResultSelector'): Evaluate {
  return key in fields ? readTemplate(place.field(key), fields[key], inMap) : identity;
}

/** From the raw input and a result to what is both. Throws States.ResultPathMatchFailure. */
export type Combine = (input: unknown, result: unknown) => unknown;

/** Reads a ResultPath: without one, or as `$`, the result alone; null is the input alone. */
export function readResultPath(place: Place, path: unknown): Combine {
  if (path === undefined) return (_, result) => result;
  if (path === null) return (input) => input;
  const names = readResultNames(place, path);
  return (input, result) => placed(String(path), input, names, result);
}

function placed(path: string, input: unknown, [first, ...rest]: readonly string[], result: unknown): unknown {
  if (first === undefined) return result;
  if (!isObject(input)) {
    throw new StateError('States.ResultPathMatchFailure', `Unable to apply ReferencePath ${path}: no object is there`);
  }
  const inner = Object.hasOwn(input, first) ? input[first] : {};
  return { ...input, [first]: rest.length === 0 ? result : placed(path, inner, rest, result) };
}

/** Reads what becomes of a state's result: ResultSelector, ResultPath, OutputPath and the payload limit. */
export function readOutput(reading: StateReading): (visit: Visit, result: unknown) => unknown {
  const select = readPayload(reading, 'ResultSelector');
  const combine = readResultPath(reading.place.field('ResultPath'), reading.fields['ResultPath']);
  const output = readSelection(reading, 'OutputPath');
  return (visit, result) => {
    const combined = combine(visit.input, select(dataOf(visit, result)));
    return limited(reading.name, 'output', output(dataOf(visit, combined)));
  };
}
