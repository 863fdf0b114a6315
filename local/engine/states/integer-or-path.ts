import { readReferencePath } from '../data/path.ts';
import { runtimeError } from '../errors.ts';
import { integerField } from './fields.ts';
import { dataOf, type StateReading, type Visit } from './state.ts';

/** A number that a visit of a state goes by. */
export type IntegerOf = (visit: Visit, input: unknown) => number;

/**
 * A field that is an integer from `least` on, or `<field>Path`, which leads to one; 0 where neither is there. `what`: such
 * an integer in words. Throws States.Runtime at the visit where the path leads to something else.
 */
export function integerOrPath(
  reading: StateReading,
  field: string,
  { least, what }: { readonly least: number; readonly what: string },
): IntegerOf {
  const { fields, place, inMap } = reading;
  const pathField = `${field}Path`;
  if (!(pathField in fields)) {
    const value = field in fields ? integerField(reading, field, least) : 0;
    return () => value;
  }
  const path = readReferencePath(place.field(pathField), fields[pathField], inMap);
  return (visit, input) => {
    const value = path(dataOf(visit, input));
    if (Number.isInteger(value) && Number(value) >= least) return Number(value);
    throw runtimeError(`${pathField} leads to ${JSON.stringify(value)}, which is no ${what}`);
  };
}
