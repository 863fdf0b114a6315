import type { CheckList } from '#core/check/check-list.ts';

/** Where a list has from what was there before it had a file of its own: `shared`, where an older Rollcall called it `earlier`. */
export type Inheritance = { readonly shared: string; readonly earlier: string };

/** A list by its words. `names`: all that it remembers something of. */
export type Heir = Inheritance & { readonly id: string; readonly names: readonly string[] };

/** A list as heir, by what it is called now. */
export function heirOf({ checks, guard = [] }: CheckList, id: string, inherits: Inheritance): Heir {
  return { ...inherits, id, names: [...checks, ...guard].map(({ name }) => name) };
}
