/** A sticky pattern, and what is wrong with what it finds. */
export type Pattern = readonly [RegExp, string];

/** Where what a sticky pattern finds at an offset ends; the offset itself where it finds nothing. */
export function skipped(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

/** The first of some patterns that finds something at an offset. */
export function firstFound(patterns: readonly Pattern[], source: string, at: number) {
  for (const [pattern, message] of patterns) {
    const end = skipped(pattern, source, at);
    if (end > at) return { message, end };
  }
  return null;
}
