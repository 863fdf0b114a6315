import { nameFault } from '#core/check/known-name.ts';
import { type Answer, document } from '../http/answer.ts';

/** What could not be done, as the API says it. */
export function fault(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return document({ error }, status, headers);
}

/** For a check that the list does not have. */
export function noSuchCheck(name: string, names: readonly string[]): Answer {
  return fault(404, nameFault(name, names) ?? name);
}
