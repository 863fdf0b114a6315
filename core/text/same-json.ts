/**
 * Whether a JSON value is the wanted one: maps whatever the order of their keys, 1.0 and 1, 0 and -0. What is beyond 2^53
 * is wanted as text, since no number could hold it.
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a === 'bigint' && typeof b === 'string') return String(a) === b;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key as never], b[key as never]));
}
