/** The first of some words, and how many more there are: `a, b and 3 more`. */
export function few(words: readonly string[], most: number): string {
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}
