import type { HttpCheck } from '#core/checks/check.ts';
import { answer } from '#core/verdict/answer.ts';
import { excerptOf } from '#core/verdict/excerpt.ts';
import { judgeHttp } from '#core/verdict/judge.ts';
import { pageOf } from '#core/verdict/page.ts';
import type { CheckerEvent, Verdict } from '#core/verdict/verdict.ts';
import type { CheckerEffects } from '#functions/runtime/effects.ts';
import { observe } from './observe.ts';

/** One attempt at an HTTP check. An unhealthy target is an NG verdict; what is thrown is our fault. */
export async function checkHttp(event: CheckerEvent<HttpCheck>, effects: CheckerEffects): Promise<Verdict> {
  const observed = await observe(event.check, effects);
  const page = observed.outcome === 'response' ? pageOf(observed) : null;
  const reason = judgeHttp(observed, page, event.check.expect);
  const excerpt = reason === null || page === null ? null : excerptOf(page);
  return answer(event, observed, reason, excerpt, effects.date());
}
