import { type Answer, words } from './answer.ts';
import { BadBody, TooLarge } from './asked.ts';

/** The answer to what a client sent wrong; null for an error that is ours. */
export function clientFault(error: unknown): Answer | null {
  if (error instanceof TooLarge) return words(413, error.message, { connection: 'close' });
  return error instanceof BadBody ? words(415, error.message) : null;
}
