import type { Redactor } from '#core/redact/redactor.ts';

/**
 * What may be thrown out of a checker in place of `thrown`: its message and stack enter the execution's history and the
 * function's log. The name stays; a cause and whatever else hung on it does not.
 */
export function redactedError(thrown: unknown, redact: Redactor): Error {
  if (!(thrown instanceof Error)) return new Error(redact(String(thrown)));
  const error = new Error(redact(thrown.message));
  error.name = thrown.name;
  error.stack = redact(thrown.stack ?? '');
  return error;
}
