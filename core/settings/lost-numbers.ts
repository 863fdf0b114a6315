import type { Path } from '../text/json-values.ts';
import type { PathFault } from './fault.ts';

/** Numbers that JSON cannot carry as they were written, or not in these digits. */
export function lostNumbers(value: unknown, path: Path): PathFault[] {
  if (typeof value === 'number') {
    const isKept = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (Object.is(value, -0)) return [{ path, message: 'is -0, which JSON sends as 0; write 0, or "-0" in quotes' }];
    return isKept ? [] : [{ path, message: 'is a number beyond 2^53, which would lose digits; write it in quotes' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  const steps = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return steps.flatMap(([step, inner]) => lostNumbers(inner, [...path, step]));
}
