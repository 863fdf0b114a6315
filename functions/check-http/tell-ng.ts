import type { HttpCheck } from '#core/checks/check.ts';
import { literalSecrets } from '#core/checks/redact/redact-request.ts';
import { type Redactor, redactorOf } from '#core/checks/redact/redactor.ts';
import { answer } from '#core/verdict/answer.ts';
import { curlOf } from '#core/verdict/curl.ts';
import { excerptOf } from '#core/verdict/excerpt.ts';
import type { HttpObservation } from '#core/verdict/observation.ts';
import type { Page } from '#core/verdict/page.ts';
import type { CheckerEvent, Reason, Verdict } from '#core/verdict/verdict.ts';

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
