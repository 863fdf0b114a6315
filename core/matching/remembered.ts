const memories = new Set<Map<string, unknown>>();

/** Keeps what was compiled for the life of the process, which may outlive many lists: then it begins anew. */
export function remembered<T>(compile: (source: string) => T, most = 500): (source: string) => T {
  const known = new Map<string, T>();
  memories.add(known);
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found;
    const made = compile(source);
    if (known.size >= most) known.clear();
    known.set(source, made);
    return made;
  };
}

/** What was interrupted at its work may be left half done inside (a regex builds its states as it goes): nothing is used again. */
export function forgetCompiled(): void {
  for (const memory of memories) memory.clear();
}
