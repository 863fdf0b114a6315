import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { HttpExpect } from '../check.ts';
import type { HttpObservation } from '../observation.ts';
import type { Bound } from './bound.ts';
import { judgeHttp } from './judge.ts';
import { isSearchedAsBytes, pageOf } from './page.ts';

/** Patterns on more than this take longer than QUICK often enough to be moved away at once. */
const HEAVY_BYTES = 64 * 1024;

/**
 * Why an observation is not what the check expects: `reason` null when it is. Null when it took longer than may be. `page`
 * may be given by who asks more than once, so that a body is decoded once.
 */
export async function judgeWhole(
  observed: HttpObservation,
  expect: HttpExpect,
  date: Date,
  bound: Bound,
  page = observed.outcome === 'response' ? pageOf(observed) : null,
): Promise<{ readonly reason: Reason | null } | null> {
  const plain = judgeHttp(observed, page, expect);
  const { more } = expect;
  if (more === undefined || page === null) return { reason: plain };
  const { judgeMore } = await import('./rare/judge-rare.ts');
  const rest = await judgeMore({ page, more, date }, bound);
  return rest === null ? null : { reason: joined(plain, rest.reason) };
}

/** Whether to judge a response may take longer than QUICK: by patterns, or decoded where bytes cannot be searched. */
export function isHeavy(observed: HttpObservation, { keyword, absent, more }: HttpExpect): boolean {
  if (observed.outcome !== 'response' || observed.body.length <= HEAVY_BYTES) return false;
  const { matches, json, schema, xml } = more ?? {};
  if ([matches, json, schema, xml].some((one) => one !== undefined)) return true;
  const texts = [keyword, absent, more?.keywords, more?.absents].some((one) => one !== null && one !== undefined);
  return texts && !isSearchedAsBytes(pageOf(observed));
}
