/** Whether a word could be a pattern rather than a name. */
export const isPattern = (word: string): boolean => /[*?]/.test(word);

/** Whether a word fits a pattern: `*` stands for any of its characters, `?` for one, everything else for itself. */
export function fitsPattern(pattern: ArrayLike<string>, word: ArrayLike<string>): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < word.length; ) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === word[index]) {
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
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
