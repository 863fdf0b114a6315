import type { HttpCheck } from '#core/check/check.ts';
import { type Redactor, redactorOf } from '#core/redact/redactor.ts';
import { answer } from '#core/verdict/answer.ts';
import type { HttpObservation } from '#core/verdict/observation.ts';
import type { CheckerEvent, Reason, Verdict } from '#core/verdict/verdict.ts';
import { curlOf } from '../judge/curl.ts';
import { excerptOf } from '../judge/excerpt.ts';
import type { Page } from '../judge/page.ts';
import { literalSecrets } from '../secrets.ts';

/**
 * What only an NG needs, so that it is loaded only then: the beginning of what the target said and the curl command that
 * asks it again, and all that is said without secrets. `hidden` are the values that references had.
 */
export function tellNg(
  event: CheckerEvent<HttpCheck>,
  observed: HttpObservation,
  page: Page | null,
  { code, message }: Reason,
  hidden: readonly string[],
  at: Date,
): Verdict {
  const redact = redactorFor(event.check, hidden);
  const excerpt = page === null ? null : excerptOf(page);
  const reason = { code, message: redact(message) };
  return answer(event, observed, reason, excerpt && redact(excerpt), at, redact(curlOf(event.check.http)));
}

/** Hides the values that references had, and the check's literal credentials. */
export function redactorFor({ http }: HttpCheck, hidden: readonly string[]): Redactor {
  return redactorOf([...hidden, ...literalSecrets(http).map(({ secret }) => secret)]);
}
