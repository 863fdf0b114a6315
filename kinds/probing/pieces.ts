/**
 * A body as it comes. A server may send it a byte at a time, and each piece keeps a hundred bytes of heap and the whole
 * packet that it lay in; so every MOST_LOOSE pieces are joined, which copies a byte at most twice.
 */
export type Pieces = { readonly joined: Buffer[]; loose: Buffer[] };

/** More than a body of BODY_CAP_BYTES has in pieces of a usual size. */
const MOST_LOOSE = 256;
const NOTHING = Buffer.alloc(0);

/** A body of which nothing has come. */
export function newPieces(): Pieces {
  return { joined: [], loose: [] };
}

/** Adds what came to a body, up to its cap. */
export function addPiece(pieces: Pieces, piece: Buffer): void {
  pieces.loose.push(piece);
  if (pieces.loose.length < MOST_LOOSE) return;
  pieces.joined.push(Buffer.concat(pieces.loose));
  pieces.loose = [];
}

/** Most bodies come in one piece, which needs no copy. */
export function wholeOf({ joined, loose }: Pieces): Buffer {
  if (joined.length === 0 && loose.length < 2) return loose[0] ?? NOTHING;
  return Buffer.concat([...joined, ...loose]);
}
