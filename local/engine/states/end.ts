import { readReferencePath } from '../data/path.ts';
import { runtimeError, StateError } from '../errors.ts';
import { readSelection } from './data-flow.ts';
import { dataOf, type State, type StateReading, type Visit } from './state.ts';

export function readSucceed(reading: StateReading): State {
  const select = readSelection(reading, 'InputPath');
  const outputOf = readSelection(reading, 'OutputPath');
  return (visit) => {
    const input = select(dataOf(visit, visit.input));
    return { output: outputOf(dataOf(visit, input)), next: undefined };
  };
}

export function readFail(reading: StateReading): State {
  const error = readText(reading, 'Error');
  const cause = readText(reading, 'Cause');
  return (visit) => {
    throw new StateError(error(visit), cause(visit));
  };
}

/** Reads a text that stands in the field or, with `Path` after its name, where a path leads to; empty without both. */
function readText({ fields, place, inMap }: StateReading, key: 'Error' | 'Cause'): (visit: Visit) => string {
  const byPath = `${key}Path`;
  const { [key]: text = '', [byPath]: path } = fields;
  if (key in fields && byPath in fields) place.fault(`has ${key} and ${byPath}`);
  if (typeof text !== 'string') place.field(key).fault('must be text');
  if (key === 'Error' && String(text).startsWith('States.')) place.field(key).fault('must not begin with States.');
  if (path === undefined) return () => String(text);
  const evaluate = readReferencePath(place.field(byPath), path, inMap);
  return (visit) => {
    const value = evaluate(dataOf(visit, visit.input));
    if (typeof value === 'string') return value;
    throw runtimeError(`${byPath} leads to ${JSON.stringify(value)}, which is no text`);
  };
}
