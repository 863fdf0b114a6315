/** A kind's row of the registry in `file`. Throws for a kind that has no line there. */
export function rowOf<T>(registry: Readonly<Record<string, unknown>>, kind: string, file: string): T {
  if (!Object.hasOwn(registry, kind)) throw new TypeError(`${kind} has no line in ${file}`);
  return registry[kind] as T;
}
