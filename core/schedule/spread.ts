import { hashOf } from '../text/hash.ts';

const MINUTE_MS = 60_000;

/**
 * What begins together, milliseconds: the moments at which runs of an interval may begin lie so far apart. Runs of one moment
 * share an execution and its guards; what is shorter than a minute is spread more finely, so that no moment gets many.
 */
export function slotOf(everyMs: number): number {
  return everyMs < MINUTE_MS ? 250 : 1_000;
}

/** Where in its interval something of this name begins, milliseconds from the interval's start: always the same. */
export function offsetOf(name: string, everyMs: number): number {
  const slot = slotOf(everyMs);
  const slots = Math.max(1, Math.floor(everyMs / slot));
  return (Number.parseInt(hashOf(name), 16) % slots) * slot;
}
