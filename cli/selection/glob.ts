/**
 * Whether a word fits a pattern: `*` stands for any text, `?` for one character, everything else for itself:
 * slashes are common in names of checks, and nothing special.
 */
export function fits(pattern: string, word: string): boolean {
  const [wanted, given] = [[...pattern], [...word]];
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < given.length; ) {
    if (wanted[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (wanted[at] === '?' || wanted[at] === given[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      // The last star takes one character more: never back beyond it, so that the work stays the product of the lengths.
      resume += 1;
      index = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
}

/** Whether a word could be a pattern rather than a name. */
export const isPattern = (word: string): boolean => /[*?]/.test(word);
