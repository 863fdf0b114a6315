/**
 * Text from a target, made safe for a terminal, a mail and a log. C0 controls become their visible pictures (ESC is ␛),
 * so that one sees what was sent; what reorders or hides text (bidi, zero width, tags), C1 controls and halves of
 * surrogate pairs become �.
 */
export function safeText(text: string): string {
  return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, visible) : text;
}

const UNSAFE_CLASS =
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|\\p{Surrogate}';
const UNSAFE = new RegExp(UNSAFE_CLASS, 'u');
const UNSAFE_ALL = new RegExp(UNSAFE_CLASS, 'gu');

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** At most `bytes` of UTF-8, never a part of a character; `…` within the budget tells that something was cut. */
export function cutToBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  const room = bytes - ELLIPSIS_BYTES;
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    end += character.length;
  }
  return bytes < ELLIPSIS_BYTES ? '' : `${text.slice(0, end)}…`;
}

/** What `…` takes in UTF-8. */
export const ELLIPSIS_BYTES = 3;

/** A value inside a sentence: safe, in quotes, at most `bytes` long. */
export function quote(text: string, bytes = 100): string {
  return `"${cutToBytes(safeText(text), bytes)}"`;
}
