import type { XmlExpect } from '../check.ts';
import { pageOf } from '../judge/page.ts';
import { xmlJudge } from '../judge/rare/body-xml.ts';
import type { HttpResponse } from '../observation.ts';
import { withText } from './bodies.ts';
import type { Offence } from './offence.ts';

/** What offends expectations of an XML body: documents that hold nothing of what was expected, and none at all. */

const BODIES = ['<none/>', '', '{"error": "no XML"}'];

/** Answers that offend each XPath of a check. */
export function xmlOffences(wanted: readonly XmlExpect[], healthy: HttpResponse): Offence[] {
  return wanted.map((one, index): Offence => {
    const alone = { xml: [one] };
    const judge = xmlJudge(alone);
    const answers = BODIES.map((body) => withText(healthy, body)).filter((it) => judge(pageOf(it)).length > 0);
    return { path: `xml[${index}]`, what: `another document than ${one.path} wants`, alone: { more: alone }, answers };
  });
}
