import { CST, Lexer } from 'yaml';

/** Whether an offset is in `{ }` or `[ ]`, and whether a value without quotes stands directly before it. */
export type Surroundings = { readonly isInFlow: boolean; readonly isBehindPlain: boolean };

type Token = { readonly end: number; readonly sort: string | null };

/** What the lexer says between the pieces of the text, none of which it is: the next is plain, a bracket ends too early. */
const PLAIN_FOLLOWS = '\u001f';
const MARKS = new Set(['\u0002', '\u0018', PLAIN_FOLLOWS]);
const BLANK = new Set<string | null>(['space', 'newline', 'comment', 'doc-mode']);
const STEPS: Readonly<Record<string, number>> = {
  'flow-map-start': 1,
  'flow-seq-start': 1,
  'flow-map-end': -1,
  'flow-seq-end': -1,
  'flow-error-end': -Infinity,
};

/** What surrounds each of the offsets, in one walk over the text. */
export function surroundingsOf(text: string, offsets: readonly number[]): ReadonlyMap<number, Surroundings> {
  const wanted = [...new Set(offsets)].toSorted((a, b) => a - b);
  const found = new Map<number, Surroundings>();
  let depth = 0;
  let isBehindPlain = false;
  for (const { end, sort } of tokensOf(text)) {
    for (let next = wanted[found.size]; next !== undefined && next < end; next = wanted[found.size])
      found.set(next, { isInFlow: depth > 0, isBehindPlain });
    if (found.size === wanted.length) break;
    depth = Math.max(0, depth + (STEPS[sort ?? ''] ?? 0));
    if (!BLANK.has(sort)) isBehindPlain = sort === 'plain';
  }
  return found;
}

function* tokensOf(text: string): Generator<Token> {
  let end = 0;
  let isPlain = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!MARKS.has(lexeme)) end += lexeme.length;
    if (lexeme !== PLAIN_FOLLOWS) yield { end, sort: isPlain ? 'plain' : CST.tokenType(lexeme) };
    isPlain = lexeme === PLAIN_FOLLOWS;
  }
}
