import { type Piece, piecesOf } from '#core/check/references.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Names } from '../observation.ts';
import { nameIn } from './names.ts';

/**
 * The text of a body with its pieces in place. Where it is JSON, a name in a string is escaped as JSON has it, and one
 * outside must be a number, true, false or null: nothing that a target said begins a key or a value of its own.
 */
export function fillJsonText(text: string, names: Names, textOf: (piece: Piece) => string): string | Reason {
  const pieces = piecesOf(text);
  const isJson = isDocument(pieces.map((piece) => (isPlain(piece) ? piece.text : '0')).join(''));
  let [filled, written] = ['', ''];
  for (const piece of pieces) {
    const value = textOf(piece);
    const name = piece.kind === 'stray' ? nameIn(piece.whole) : null;
    if (!isJson || name === null || !names.has(name)) filled += value;
    else if (isInString(written)) filled += JSON.stringify(value).slice(1, -1);
    else if (SCALAR.test(value)) filled += value;
    else
      return {
        code: 'answer',
        message: `{{${name}}} stands outside quotes in JSON, and is no number, true, false or null`,
      };
    written += isPlain(piece) ? piece.text : '0';
  }
  return filled;
}

const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

function isPlain(piece: Piece): piece is Extract<Piece, { readonly kind: 'text' }> {
  return piece.kind === 'text' || (piece.kind === 'stray' && nameIn(piece.whole) === null);
}

function isDocument(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the text ends inside a string: its quotation marks that no backslash escapes are odd. */
function isInString(text: string): boolean {
  return (text.replace(/\\./gs, '').match(/"/g) ?? []).length % 2 === 1;
}
