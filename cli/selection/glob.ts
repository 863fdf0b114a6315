import { fitsPattern } from '#core/text/glob.ts';

/**
 * Whether a word fits a pattern: `*` stands for any text, `?` for one character, everything else for itself:
 * slashes are common in names of checks, and nothing special.
 */
export function fits(pattern: string, word: string): boolean {
  return fitsPattern([...pattern], [...word]);
}
