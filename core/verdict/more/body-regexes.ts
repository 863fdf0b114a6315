import type { MoreExpect } from '../../checks/check.ts';
import { compileRegex } from '../../matching/regex.ts';
import { extentOf } from '../judge.ts';
import { type Page, textOf } from '../page.ts';
import { quote } from '../safe-text.ts';
import type { Reason } from '../verdict.ts';

/** One reason for each regex that the text of the body does not match. */
export function regexReasons(page: Page, { matches = [] }: MoreExpect): Reason[] {
  const text = textOf(page);
  return matches
    .filter((pattern) => !compileRegex(pattern).test(text))
    .map((pattern) => ({ code: 'body', message: `${quote(pattern)} does not match in ${extentOf(page)}` }));
}
