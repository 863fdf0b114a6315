/**
 * The result of something that takes a while, for all who ask within a time: it is made once, also when many ask at once. What
 * fails is made anew for the next. `now`: milliseconds.
 */
export function onceAWhile<T>(make: () => Promise<T>, lastsMs: number, now: () => number): () => Promise<T> {
  let known: { readonly made: Promise<T>; readonly until: number } | null = null;
  return () => {
    if (known !== null && now() < known.until) return known.made;
    const made = make();
    known = { made, until: now() + lastsMs };
    made.catch(() => {
      known = null;
    });
    return made;
  };
}
