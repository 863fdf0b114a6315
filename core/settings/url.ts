import { plainUrl } from '../check/references.ts';

/** Whether a text holds what only the checker knows, so that it cannot be judged before. */
export function isLeftOpen(value: string): boolean {
  return value.includes('${') || value.includes('{{');
}

/** Whether a text is an http or https URL, or may become one. */
export function isHttpUrl(value: string): boolean {
  return isLeftOpen(value) || (/^https?:\/\/[^\s/?#\\]/i.test(value) && isReachableUrl(value));
}

/** Whether a URL, its references overwritten, can be connected to. */
export function isReachableUrl(authored: string): boolean {
  const value = isLeftOpen(authored) ? plainUrl(authored) : authored;
  // The URL parser drops line breaks and tabs without a word; here they are more likely a slip.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0020\u007f]/.test(value) || !URL.canParse(value)) return false;
  return !value.includes(':0') || URL.parse(value)?.port !== '0';
}
