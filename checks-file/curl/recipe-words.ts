import type { HttpExpect } from '#kinds/http/check.ts';

/** What the published recipe answers, and what it expects. */

/** What the recipe's own caller sends, and what is answered where an event does not say. */
export const OK_STRING = 'healthcheck-ok';

export const NG_STRING = 'healthcheck-ng';

/** Exactly status 200, and the keyword somewhere in the body. */
export function recipeExpect(keyword: string): HttpExpect {
  return { status: [[200, 200]], keyword: keyword || null, absent: null, latencyMs: null, headers: [] };
}
