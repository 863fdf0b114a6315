import type { HttpCheck, HttpExpect, HttpRequest, MoreExpect } from '#core/check/check.ts';
import { hasReference, isDynamic } from '#core/check/references.ts';
import { answer } from '#core/verdict/answer.ts';
import { type HttpObservation, notSent } from '#core/verdict/observation.ts';
import type { CheckerEvent, Reason, Verdict } from '#core/verdict/verdict.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { joined, judgeHttp } from '../judge/judge.ts';
import { type Page, pageOf } from '../judge/page.ts';
import { observe } from './observe.ts';

/**
 * One attempt at an HTTP check. An unhealthy target is an NG verdict; what is thrown is our fault. No value that a
 * reference had, and no literal credential, is in what is answered or thrown.
 */
export async function checkHttp(event: CheckerEvent<HttpCheck>, effects: CheckerEffects): Promise<Verdict> {
  const hidden: string[] = [];
  try {
    const observed = await observeOnce(event.check, hidden, effects);
    const page = observed.outcome === 'response' ? pageOf(observed) : null;
    const reason = await judgeObserved(observed, page, event.check.expect, effects);
    if (reason === null) return answer(event, observed, null, null, effects.date());
    const { tellNg } = await import('./tell-ng.ts');
    return tellNg(event, observed, page, reason, hidden, effects.date());
  } catch (error) {
    throw await redacted(error, event.check, hidden);
  }
}

/** The check's request, sent once, and what came back. What was secret in it goes to `hidden`. */
export async function observeOnce(
  written: HttpCheck,
  hidden: string[],
  effects: CheckerEffects,
): Promise<HttpObservation> {
  const check = isDynamic(written.http) ? await resolved(written, hidden, effects) : written;
  return 'code' in check ? notSent(check) : observe(check, hiding(check, effects, hidden));
}

/** Why an observation is not what is expected; null when it is. `page` is null exactly when nothing came back. */
export async function judgeObserved(
  observed: HttpObservation,
  page: Page | null,
  expect: HttpExpect,
  effects: Pick<CheckerEffects, 'date'>,
): Promise<Reason | null> {
  const plain = judgeHttp(observed, page, expect);
  const { more } = expect;
  return more === undefined || page === null ? plain : joined(plain, await judged(page, more, effects));
}

async function judged(page: Page, more: MoreExpect, effects: Pick<CheckerEffects, 'date'>): Promise<Reason | null> {
  const [{ judgeMore }, { bounded }] = await Promise.all([
    import('../judge/rare/judge-rare.ts'),
    import('../../probing/bounded.ts'),
  ]);
  return judgeMore({ page, more, date: effects.date() }, bounded);
}

async function resolved(check: HttpCheck, hidden: string[], effects: CheckerEffects): Promise<HttpCheck | Reason> {
  const { resolveReferences } = await import('../../probing/secrets/resolve-references.ts');
  const sent = await resolveReferences(check.http, check, hidden, effects);
  return 'code' in sent
    ? sent
    : { ...check, http: { ...sent.request, ...secretHeaders(check.http) }, timeoutMs: sent.timeoutMs };
}

/** Whatever its name, a header with a reference in it is a credential: redirects must not carry it elsewhere. */
function secretHeaders({ headers, follow, redirects }: HttpRequest): Pick<HttpRequest, 'redirects'> {
  if (follow === 0) return {};
  const secret = headers.flatMap(([name, value]) => (hasReference(value) ? [name.toLowerCase()] : []));
  return secret.length === 0 ? {} : { redirects: { ...redirects, secret } };
}

/** Most checks send no secret that is made on the way, and need no effects of their own. */
function hiding({ http }: HttpCheck, effects: CheckerEffects, hidden: string[]): CheckerEffects {
  if (http.auth?.scheme !== 'oauth2' && http.auth?.scheme !== 'sigv4') return effects;
  return { ...effects, hide: (secret) => hidden.push(secret) };
}

/** An error without what must not be said. */
export async function redacted(error: unknown, check: HttpCheck, hidden: readonly string[]): Promise<Error> {
  const [{ redactorFor }, { redactedError }] = await Promise.all([
    import('./tell-ng.ts'),
    import('../../probing/secrets/redacted-error.ts'),
  ]);
  return redactedError(error, redactorFor(check, hidden));
}
