import type { KindExplanation } from '../kind.ts';
import type { Expectation, Said } from '../probing/trace/trace.ts';
import type { HttpCheck } from './check.ts';
import { partsOf } from './explain/parts.ts';
import { PATIENT } from './judge/bound.ts';
import { judgeWhole } from './judge/judge-whole.ts';
import { charsetOfPage, doubtOf, pageOf, textOf } from './judge/page.ts';
import type { HttpObservation, HttpResponse } from './observation.ts';

/**
 * What `run --verbose` says of a response: the check's own judge is asked about each expectation by itself, so that what
 * is said here and what became of the check cannot differ.
 */
export const httpExplanation: KindExplanation<HttpCheck, HttpObservation> = {
  learnsSecrets: ({ target: { follow, cookies, auth } }) => follow > 0 || cookies === true || auth?.scheme === 'oauth2',
  async expectations(observed, { expect }, at) {
    const page = pageOf(observed);
    const found: Expectation[] = [];
    for (const part of partsOf(expect)) {
      const judged = await judgeWhole(observed, part.expect, at, PATIENT, page);
      const reason = judged?.reason ?? null;
      found.push({ isHeld: reason === null, text: reason?.message ?? (await part.held(page, at)) });
    }
    return found;
  },
  said: saidBy,
};

function saidBy(response: HttpResponse): Said | null {
  const { body, coded } = response;
  if (body.length === 0) return null;
  const page = pageOf(response);
  const size = `${body.length.toLocaleString('en-US')} bytes`;
  if (coded !== undefined || body.includes(0)) return { remark: size, text: '(no text)' };
  const remark = [size, charsetOfPage(page), doubtOf(page)].filter((words) => words !== null).join(', ');
  return { remark, text: textOf(page) };
}
