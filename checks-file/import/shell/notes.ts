import { counted } from '../imported-check.ts';

/** What was left out of commands and beside them. */
export type Tally = {
  pipes: number;
  redirects: number;
  backslashes: number;
  /** Backslashes with blanks between them and the end of their line. */
  blanks: number;
  comments: number;
  settings: number;
  prefixes: number;
  readonly others: Set<string>;
};

export function newTally(): Tally {
  return {
    pipes: 0,
    redirects: 0,
    backslashes: 0,
    blanks: 0,
    comments: 0,
    settings: 0,
    prefixes: 0,
    others: new Set(),
  };
}

export function notesOf(tally: Tally): readonly string[] {
  const { pipes, redirects, backslashes, blanks, comments, settings, prefixes, others } = tally;
  const counts = [
    [pipes, 'pipe', 'left out: what reads an answer is not part of a check'],
    [redirects, 'redirection', 'left out'],
    [backslashes, 'backslash', 'left out that continued nothing'],
    [blanks, 'backslash', 'taken to end a line in spite of the blanks behind'],
    [prefixes, 'word', 'before curl left out (sudo, a variable for curl alone, and the like)'],
    [settings, 'line', 'read that set variables'],
    [comments, 'comment', 'skipped'],
  ] as const;
  const notes = counts.flatMap(([count, what, which]) => {
    return count === 0 ? [] : [`${counted(count, what, what === 'backslash' ? 'backslashes' : `${what}s`)} ${which}`];
  });
  return others.size === 0 ? notes : [...notes, `other commands beside curl left out: ${[...others].join(', ')}`];
}
