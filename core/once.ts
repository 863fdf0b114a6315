/** What `make` makes, made when it is first asked for. For what few starts need and all would wait for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
