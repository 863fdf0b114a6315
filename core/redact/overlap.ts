/**
 * How much of a word lies over the edge of a text: as much time as the shorter of both takes, once the word was looked at
 * (Knuth, Morris, Pratt), which is done when it is first asked for.
 */
export type Overlap = {
  /** How many of the last characters of a text are the first ones of the word. */
  readonly endOf: (text: string) => number;
  /** How many of the first characters of a text are the last ones of the word. */
  readonly beginOf: (text: string) => number;
};

/** Measures how much of a word stands at a text's end or beginning, in linear time. */
export function overlapWith(word: string): Overlap {
  let forwards: Walk | undefined;
  let backwards: Walk | undefined;
  return {
    endOf: (text) => {
      forwards ??= walkOf(word);
      return forwards(text.slice(-word.length));
    },
    beginOf: (text) => {
      backwards ??= walkOf(reversed(word));
      return backwards(reversed(text.slice(0, word.length)));
    },
  };
}

const reversed = (text: string): string => text.split('').toReversed().join('');

type Walk = (text: string) => number;

function walkOf(word: string): Walk {
  const steps = backSteps(word);
  return (text) => {
    let matched = 0;
    for (let at = 0; at < text.length; at += 1) {
      while (matched > 0 && (matched === word.length || word[matched] !== text[at])) matched = steps[matched - 1] ?? 0;
      if (word[matched] === text[at]) matched += 1;
    }
    return matched;
  };
}

/** For each beginning of a word, how long the longest beginning of it is that it ends with too. */
function backSteps(word: string): number[] {
  const steps = [0];
  let length = 0;
  for (let at = 1; at < word.length; at += 1) {
    while (length > 0 && word[at] !== word[length]) length = steps[length - 1] ?? 0;
    if (word[at] === word[length]) length += 1;
    steps.push(length);
  }
  return steps;
}
