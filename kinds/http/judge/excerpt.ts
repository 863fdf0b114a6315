import { BUDGETS } from '#core/contract.ts';
import { told } from '#core/text/safe-text.ts';
import { decode } from './charset.ts';
import { visibleBlanks } from './near-miss.ts';
import { charsetOfPage, type Page } from './page.ts';

/** Enough of a body to fill an excerpt from, even when most of it is indentation. */
const READ_BYTES = 4096;

/**
 * The beginning of a body on one line, safe to print, at most BUDGETS.excerptBytes; null when there is nothing to show.
 * Blanks in a row are one, unless they are to be seen: where they are all that is between a keyword and the body.
 */
export function excerptOf(page: Page, blanks: 'as one' | 'seen' = 'as one'): string | null {
  const { body } = page.response;
  if (body.length === 0) return null;
  const text = decode(body.subarray(0, READ_BYTES), charsetOfPage(page), true);
  const line = blanks === 'seen' ? visibleBlanks(text.trim()) : text.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  return told(body.length > READ_BYTES ? `${line}…` : line, BUDGETS.excerptBytes);
}
