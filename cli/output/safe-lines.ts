import { safeText } from '#core/text/safe-text.ts';

/** Text of several lines, each of them safe to print. */
export function safeLines(text: string): string {
  return text.split(/\r?\n/).map(safeText).join('\n');
}
