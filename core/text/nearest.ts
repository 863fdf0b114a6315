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

/**
 * Whether a word is almost surely a slip of another: one letter more, less or other, two that changed places, or upper for lower
 * case. `host1` is none of `host2`.
 */
export function isSlip(word: string, other: string): boolean {
  const [one, two] = [word.toLowerCase(), other.toLowerCase()];
  if (word.length > LONGEST || two.length < 3 || digitsIn(one) !== digitsIn(two)) return false;
  const edits = distance(one, two);
  return edits <= 1 || (edits === 2 && sorted(one) === sorted(two));
}

const digitsIn = (word: string): string => word.replace(/\D/g, '');
const sorted = (word: string): string => [...word].toSorted().join('');
