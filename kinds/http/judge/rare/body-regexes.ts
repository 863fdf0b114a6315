import { compileRegex } from '#core/matching/regex.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import { extentOf } from '../judge.ts';
import { doubtOf, type Page, textOf } from '../page.ts';

/** Put behind the text, it offends what matches only because nothing follows, or because something does not occur. */
const ANYTHING = `\n${Array.from({ length: 95 }, (_, i) => String.fromCharCode(i + 32)).join('')}\u00e9\u3042`;

/** Gives one reason for each regex that the text of a body does not match, or may not match. Throws PatternFault. */
export function regexJudge({ matches = [] }: MoreExpect): (page: Page) => Reason[] {
  const regexes = matches.map((pattern) => [pattern, compileRegex(pattern)] as const);
  return (page) => {
    const text = textOf(page);
    const doubt = doubtOf(page);
    return regexes.flatMap(([pattern, regex]): Reason[] => {
      if (!regex.test(text))
        return [{ code: 'body', message: `${quote(pattern)} does not match in ${extentOf(page)}` }];
      if (doubt === null || regex.test(text + ANYTHING)) return [];
      return [{ code: 'body', message: `${quote(pattern)} may not match in the whole of the body, ${doubt}` }];
    });
  };
}
