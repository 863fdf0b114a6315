/**
 * Text from a target, made safe for a terminal, a mail and a log. C0 controls become their visible pictures (ESC is ␛),
 * so that one sees what was sent; what reorders or hides text (bidi, zero width, tags), C1 controls and halves of
 * surrogate pairs become �, as do the marks of `told`.
 */
export function safeText(text: string): string {
  return UNSAFE.test(text) ? text.replace(UNSAFE_ALL, visible) : text;
}

const UNSAFE_CLASS =
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\u{e0000}-\\u{e007f}]|\\p{Surrogate}';
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

/**
 * Words of a target inside a sentence: safe, and at most `bytes` long once `withCuts` has cut them. What is longer is only
 * marked here, because half a secret is not known as one: whoever shows the sentence takes the secrets out of it, then cuts.
 */
export function told(text: string, bytes: number): string {
  const safe = safeText(text);
  if (Buffer.byteLength(safe) <= bytes) return safe;
  const digits = [...String(bytes)].map((digit) => String.fromCharCode(FIRST_DIGIT + Number(digit)));
  return `${BEGIN}${digits.join('')}${cutToBytes(safe, bytes + UNCUT_BYTES)}${END}`;
}

/** A value inside a sentence: as `told`, in quotes. */
export function quote(text: string, bytes = 100): string {
  return `"${told(text, bytes)}"`;
}

/** The sentence with the words in it as short as they were to be. Secrets are taken out before. */
export function withCuts(text: string): string {
  if (!text.includes(BEGIN)) return text;
  return text.replace(MARKED, (_, digits: string, words: string) => {
    const bytes = [...digits].map((digit) => digit.charCodeAt(0) - FIRST_DIGIT).join('');
    return cutToBytes(words, Number(bytes));
  });
}

/** Noncharacters, which Unicode keeps for such use, and `safeText` lets no target send: ten digits, a begin and an end. */
const FIRST_DIGIT = 0xfdd0;
const [BEGIN, END] = ['\ufdda', '\ufddb'];
const MARKED = /\ufdda([\ufdd0-\ufdd9]*)([^\ufdda\ufddb]*)\ufddb/g;
/** So much more of long words is kept until the secrets are out: what is behind it would not be shown anyway. */
const UNCUT_BYTES = 4096;
