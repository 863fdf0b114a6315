import { hashOf } from './hash.ts';

/**
 * A name in printable ASCII, for what takes nothing else: dimensions of metrics, names of alarms, subjects. Letters beyond
 * ASCII are percent-encoded as in URLs (`%E6%B3%A8`), so two names never become one. What would be longer than `most`
 * characters is cut between letters and ends with `~` and a hash of the whole.
 */
export function asciiName(name: string, most = Number.POSITIVE_INFINITY): string {
  const letters = [...name.toWellFormed()].map((letter) => (ASCII.test(letter) ? letter : encodeURIComponent(letter)));
  const whole = letters.join('');
  if (whole.length <= most) return whole;
  let kept = '';
  for (const letter of letters) {
    if (kept.length + letter.length > most - HASH_CHARACTERS) break;
    kept += letter;
  }
  return `${kept.trimEnd()}~${hashOf(name)}`;
}

const ASCII = /^[\x20-\x7e]$/;
const HASH_CHARACTERS = 9;
