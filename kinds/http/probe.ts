import { hasReference } from '#core/check/references.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { KindProbe } from '../kind.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import type { HttpCheck, HttpExpect, HttpRequest, MoreExpect } from './check.ts';
import { judgeHttp } from './judge/judge.ts';
import { type Page, pageOf } from './judge/page.ts';
import type { HttpObservation } from './observation.ts';
import { observe } from './probe/observe.ts';

/** A check of kind http: one request, its redirects included, and what its answer means. */
export const httpProbe: KindProbe<HttpCheck, HttpObservation> = {
  observe: (check, effects, written) => observe(guarded(check, written), effects),
  judge: (observed, { expect }, effects) => judged(observed, expect, effects),
  evidence: async () => (await import('./evidence.ts')).httpEvidence,
};

/** Whatever its name, a header with a reference in it is a credential: redirects must not carry it elsewhere. */
function guarded(check: HttpCheck, { headers, follow }: HttpRequest): HttpCheck {
  if (follow === 0) return check;
  const secret = headers.flatMap(([name, value]) => (hasReference(value) ? [name.toLowerCase()] : []));
  if (secret.length === 0) return check;
  return { ...check, target: { ...check.target, redirects: { ...check.target.redirects, secret } } };
}

async function judged(
  observed: HttpObservation,
  expect: HttpExpect,
  effects: Pick<CheckerEffects, 'date'>,
): Promise<Reason | null> {
  const page = observed.outcome === 'response' ? pageOf(observed) : null;
  const plain = judgeHttp(observed, page, expect);
  const { more } = expect;
  return more === undefined || page === null ? plain : joined(plain, await judgedMore(page, more, effects));
}

async function judgedMore(page: Page, more: MoreExpect, effects: Pick<CheckerEffects, 'date'>): Promise<Reason | null> {
  const [{ judgeMore }, { bounded }] = await Promise.all([
    import('./judge/rare/judge-rare.ts'),
    import('../probing/bounded.ts'),
  ]);
  return judgeMore({ page, more, date: effects.date() }, bounded);
}
