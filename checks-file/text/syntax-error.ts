/** What a YAML parser found: its code for it, its words, where in the text that begins, and whether in brackets. */
export type ParserError = {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  /** In `{ }` or `[ ]`. */
  readonly isInFlow: boolean;
  /** Behind a value without quotes. */
  readonly isBehindPlain: boolean;
};

/**
 * The same in words for whoever writes a checks file, with the place that has to be changed. `mayFollow`: perhaps nothing
 * but what a fault above it led the parser to.
 */
export type Worded = { readonly message: string; readonly offset: number; readonly mayFollow?: true };

/** Words for an error, where they are known. None may quote a value: it may be a secret. */
export type Wording = (text: string, error: ParserError) => Worded | null;

/** Quotes that any value can stand in, as the end of an advice. */
export const SINGLE_QUOTES = 'single quotes, and write a single quote in it twice';

/** Of a tag, which may be a value that begins with a `!`. */
export const TAG = '! begins a YAML tag; write the value without it, or in quotes';

/** Where the line of an offset begins. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The rest of an offset's line. */
export const restOfLine = (text: string, offset: number): string => text.slice(offset, lineEnd(text, offset));
