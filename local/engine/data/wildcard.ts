/** The pieces between the stars of a StringMatches value, without escapes; null where an escape is of neither \* nor \\. */
export function wildcardPieces(pattern: string): readonly string[] | null {
  const pieces = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|./gs)) {
    if (token === '\\') return null;
    if (token === '*') pieces.push('');
    else pieces[pieces.length - 1] += token.at(-1) ?? '';
  }
  return pieces;
}

/** Whether the text is the pieces in their order, with anything between them. */
export function fitsPieces(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
