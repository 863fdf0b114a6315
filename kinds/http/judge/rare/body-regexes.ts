import { compileRegex } from '#core/matching/regex.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import { extentOf } from '../judge.ts';
import { type Page, textOf } from '../page.ts';

/** Gives one reason for each regex that the text of a body does not match. Throws PatternFault. */
export function regexJudge({ matches = [] }: MoreExpect): (page: Page) => Reason[] {
  const regexes = matches.map((pattern) => [pattern, compileRegex(pattern)] as const);
  return (page) => {
    const text = textOf(page);
    return regexes
      .filter(([, regex]) => !regex.test(text))
      .map(([pattern]) => ({ code: 'body', message: `${quote(pattern)} does not match in ${extentOf(page)}` }));
  };
}
