import { plainUrl } from '../check/references.ts';

/** Whether a text holds what only the checker knows, so that it cannot be judged before. */
export function isLeftOpen(value: string): boolean {
  return value.includes('${') || value.includes('{{');
}

/** Whether a text is an http or https URL, or may become one. */
export function isHttpUrl(value: string): boolean {
  return isLeftOpen(value) || (/^https?:\/\/[^\s/?#\\]/i.test(value) && isReachableUrl(value));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const GAP = /[\u0000-\u0020\u007f]/;

/** Whether a space, or a character that does not print, stands in a URL beside its references. */
export function hasGap(authored: string): boolean {
  return GAP.test(isLeftOpen(authored) ? plainUrl(authored) : authored);
}

/** What to write in place of it. The URL itself is not shown: secrets stand in queries. */
export function gapRule(authored: unknown): string {
  const at = typeof authored === 'string' && !isLeftOpen(authored) ? authored.search(GAP) : -1;
  const [what, code] = String(authored)[at] === ' ' ? ['a space', '%20'] : ['a line break or the like', 'its %XX'];
  if (at < 0) return 'holds a space or a line break; write it percent-encoded, a space as %20';
  return `holds ${what} as its character ${at + 1}; take it out, or write ${code}`;
}

/** Whether a URL, its references overwritten, can be connected to. */
export function isReachableUrl(authored: string): boolean {
  const value = isLeftOpen(authored) ? plainUrl(authored) : authored;
  // The URL parser drops line breaks and tabs without a word; here they are more likely a slip.
  if (GAP.test(value) || !URL.canParse(value)) return false;
  return !value.includes(':0') || URL.parse(value)?.port !== '0';
}

/** Whether a user or a password stands in a URL, as a reference too. */
export function hasCredentials(value: string): boolean {
  // Building a URL costs more than all other tests of a check together, so it is built only where there may be a fault.
  const parsed = value.includes('@') ? URL.parse(plainUrl(value)) : null;
  return parsed !== null && (parsed.username !== '' || parsed.password !== '');
}
