import type { RollCall } from './call.ts';

/** A failed execution in plain words. A Cause is often a Lambda's error as JSON, of which the message is what helps. */
export function failureText({ error, cause }: NonNullable<RollCall['failure']>): string {
  return cause === '' ? error : `${error}: ${messageIn(cause)}`;
}

/** What a Cause says. */
export function messageIn(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) return String(parsed.errorMessage);
  } catch {
    // Not JSON: the Cause is the message.
  }
  return cause;
}
