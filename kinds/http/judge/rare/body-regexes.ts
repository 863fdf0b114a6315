import { compileRegex } from '#core/matching/regex.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import { extentOf } from '../judge.ts';
import { type Page, textOf } from '../page.ts';

/** One reason for each regex that the text of the body does not match. */
export function regexReasons(page: Page, { matches = [] }: MoreExpect): Reason[] {
  const text = textOf(page);
  return matches
    .filter((pattern) => !compileRegex(pattern).test(text))
    .map((pattern) => ({ code: 'body', message: `${quote(pattern)} does not match in ${extentOf(page)}` }));
}
