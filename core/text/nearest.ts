import { distance } from 'fastest-levenshtein';

/** Longer texts are no typing mistakes, and comparing them costs the product of their lengths. */
const LONGEST = 100;

/** The known word that was probably meant, or null: a third of its letters differ at most, upper and lower case aside. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= mostEdits(candidate))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? null;
}

/** Two swapped letters are two edits, which is much in a word of three. */
function mostEdits({ length }: string): number {
  return Math.max(length > 3 ? 2 : 1, Math.floor(length / 3));
}
