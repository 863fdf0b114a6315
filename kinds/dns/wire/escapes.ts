/** Bytes as text in the way of zone files (RFC 1035, 5.1): what is not printable ASCII is `\ddd`. */

/** Bytes as text on one line. `special`: the characters that get a `\` before them, beside `\` itself. */
export function escaped(bytes: Buffer, special: string, isSpaceFree = false): string {
  const text = bytes.toString('latin1');
  const first = isSpaceFree ? 0x21 : 0x20;
  return text.replace(/[^a-z0-9_-]/gi, (character) => {
    const code = character.charCodeAt(0);
    if (code < first || code > 0x7e) return `\\${String(code).padStart(3, '0')}`;
    return character === '\\' || special.includes(character) ? `\\${character}` : character;
  });
}

/** The bytes that such a text stands for, other text as UTF-8; null where a `\` stands before nothing or too large a number. */
export function unescaped(text: string): Buffer | null {
  const pieces: Buffer[] = [];
  for (const [piece, digits, literal] of text.matchAll(/\\(\d{3})|\\(\D)|\\|[^\\]+/gsu)) {
    if (digits !== undefined && Number(digits) <= 255) pieces.push(Buffer.from([Number(digits)]));
    else if (literal !== undefined) pieces.push(Buffer.from(literal));
    else if (piece.startsWith('\\')) return null;
    else pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}
