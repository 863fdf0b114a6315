import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { HttpExpect } from '../check.ts';
import type { HttpObservation } from '../observation.ts';
import { judgeHttp } from './judge.ts';
import { isSearchedAsBytes, pageOf } from './page.ts';

/** How long patterns may take, milliseconds; and whether that is the last word, or somebody else can take longer. */
export type Bound = { readonly mostMs: number; readonly isLast: boolean };

/** A second and a half of a core, which on the smallest Lambda is a quarter of that. */
export const PATIENT: Bound = { mostMs: 1500, isLast: true };
/** So long may one check keep the thread that the sockets of all others are on. */
export const QUICK: Bound = { mostMs: 20, isLast: false };

/** Patterns on more than this take longer than QUICK often enough to be moved away at once. */
const HEAVY_BYTES = 64 * 1024;

/** Why an observation is not what the check expects: `reason` null when it is. Null when it took longer than may be. */
export async function judgeWhole(
  observed: HttpObservation,
  expect: HttpExpect,
  date: Date,
  bound: Bound,
): Promise<{ readonly reason: Reason | null } | null> {
  const page = observed.outcome === 'response' ? pageOf(observed) : null;
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
  if (more?.matches !== undefined || more?.json !== undefined || more?.schema !== undefined) return true;
  const texts = [keyword, absent, more?.keywords, more?.absents].some((one) => one !== null && one !== undefined);
  return texts && !isSearchedAsBytes(pageOf(observed));
}
