import { compileRegex } from '#core/matching/regex.ts';

const TEXTS = ['', 'x', '~', '0', '\n', 'é', 'x~0'];

/** Texts that a regex does not match: of a few that have little in common. */
export function textsAgainst(pattern: string): string[] {
  const { test } = compileRegex(pattern);
  return TEXTS.filter((text) => !test(text));
}
