import { distance } from 'fastest-levenshtein';

/** Longer texts are no typing mistakes, and comparing them costs the product of their lengths. */
const LONGEST = 100;

/** The known word that was probably meant, or null: at most a third of its letters differ, upper and lower case aside. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? null;
}
