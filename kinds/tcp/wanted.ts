import { PatternFault } from '#core/matching/pattern-fault.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Look } from '../probing/read-until.ts';
import type { Sent, Wanted } from './check.ts';

/** What of a target's words a sentence has room for. */
const WORDS_BYTES = 160;
/** More is not made readable: a sentence shows less. */
const MOST_SHOWN = 8 * 1024;

/** What looks for one wanted thing in what comes: for one wait only, because it knows how far it has looked. */
export async function lookFor(wanted: Wanted): Promise<Look | Reason> {
  if (!('matches' in wanted)) return bytesLook(bytesOf(wanted));
  const { compileRegex } = await import('#core/matching/regex.ts');
  try {
    const { endIn } = compileRegex(wanted.matches);
    return (held) => endIn(held.toString('latin1'));
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    return { code: 'config', message: `a pattern under expect: ${error.message}` };
  }
}

function bytesLook(needle: Buffer): Look {
  let from = 0;
  return (held) => {
    const at = held.indexOf(needle, from);
    // What is looked for may have begun to come.
    from = Math.max(0, held.length - needle.length + 1);
    return at === -1 ? null : at + needle.length;
  };
}

/** The bytes of what is written as text or in base64. */
export function bytesOf(said: Sent): Buffer {
  return 'text' in said ? Buffer.from(said.text) : Buffer.from(said.base64, 'base64');
}

/** What is wanted, in words. */
export function wantedText(wanted: Wanted): string {
  return 'matches' in wanted ? `what matches ${quote(wanted.matches)}` : quote(shown(bytesOf(wanted)));
}

/** What came, in words. */
export function cameText(came: Buffer): string {
  return came.length === 0 ? 'nothing' : quote(shown(came), WORDS_BYTES);
}

/** The place of an item, and what it waits for. */
export function placeText(at: number, of: number, wanted: Wanted | null): string {
  return `exchange ${at + 1} of ${of}${wanted === null ? '' : `: ${wantedText(wanted)}`}`;
}

/** Characters of UTF-8 that are more than a byte, and every byte that is no printable letter of ASCII, read as latin1. */
const PIECES = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[^\x20-\x7e]/g;

/**
 * Bytes as a person reads them, not yet safe to print: text as it is; of what is no text the letters, and the bytes between
 * them as `\x00`.
 */
export function shown(bytes: Buffer): string {
  const part = bytes.subarray(0, MOST_SHOWN);
  if (isText(part)) return part.toString();
  return part.toString('latin1').replace(PIECES, (piece) => {
    if (piece.length > 1) return Buffer.from(piece, 'latin1').toString();
    return `\\x${piece.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

/** A character may be cut at the end. */
function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
