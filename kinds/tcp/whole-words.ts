const SPACE = 0x20;
const CUT = Buffer.from('…');
const NOTHING = Buffer.alloc(0);

/**
 * A part of what came, for people: without the words at its ends that lie in another part too, because half of a secret that a
 * server says back is not known as one. `before` and `after`: the bytes beside it, where there are any.
 */
export function wholeWords(part: Buffer, before: number | undefined, after: number | undefined): Buffer {
  const isCutBefore = isLetter(before) && isLetter(part[0]);
  const isCutAfter = isLetter(after) && isLetter(part.at(-1));
  if (!isCutBefore && !isCutAfter) return part;
  const from = isCutBefore ? part.findIndex((byte) => !isLetter(byte)) : 0;
  const to = isCutAfter ? part.findLastIndex((byte) => !isLetter(byte)) + 1 : part.length;
  if (from === -1 || to === 0) return CUT;
  return Buffer.concat([isCutBefore ? CUT : NOTHING, part.subarray(from, to), isCutAfter ? CUT : NOTHING]);
}

/** What a secret without spaces may have in it. */
function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE;
}
