import type { Path } from '../text/json-values.ts';
import type { PathFault } from './fault.ts';

/** The one name that the validator passes over without a look, so that its value may be anything. */
const RESERVED = '__proto__';

/** Names of a map that JavaScript keeps for itself, such as `__proto__`. */
export function reservedNames(map: object | undefined, path: Path): PathFault[] {
  if (map === undefined || !Object.hasOwn(map, RESERVED)) return [];
  return [{ path: [...path, RESERVED], at: 'key', message: 'is a name that cannot be sent; write another' }];
}
