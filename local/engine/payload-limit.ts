import { BUDGETS } from '#core/contract.ts';
import { StateError } from './errors.ts';

/**
 * The value, which Step Functions would keep as JSON text. Throws a terminal States.DataLimitExceeded when that is more
 * than 256 KiB: States.ALL does not include it.
 */
export function limited<T>(state: string, what: 'input' | 'result' | 'output', value: T): T {
  if (room(value, BUDGETS.payloadBytes) >= 0) return value;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= BUDGETS.payloadBytes) return value;
  const cause = `the ${what} of ${state} is ${bytes} bytes; Step Functions takes ${BUDGETS.payloadBytes}`;
  throw new StateError('States.DataLimitExceeded', cause, true);
}

/** A letter is at most six bytes of JSON text: `\u0000`. */
const MOST_PER_LETTER = 6;
const MOST_PER_NUMBER = 25;

/** How many of the bytes are left if everything in the value takes the most it can; negative as soon as none are. */
function room(value: unknown, bytes: number): number {
  if (typeof value === 'string') return bytes - value.length * MOST_PER_LETTER - 3;
  if (typeof value !== 'object' || value === null) return bytes - MOST_PER_NUMBER;
  let left = bytes - 3;
  // `for in` would be several times as slow, and each state of each check comes here.
  for (const key of Object.keys(value)) {
    left = room((value as Record<string, unknown>)[key], left - key.length * MOST_PER_LETTER - 4);
    if (left < 0) return left;
  }
  return left;
}
