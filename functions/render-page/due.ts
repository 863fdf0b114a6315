import { hashOf } from '#core/text/hash.ts';

const HOUR_MS = 3_600_000;

/**
 * Whether the page of a check is to be made anew: it is not there, something was reported of it, or its own minute of the hour
 * has come since it was written. Of thousands of pages few are due at a time, and each costs a request. `writtenAt`, `now`:
 * milliseconds.
 */
export function isDue(name: string, writtenAt: number | undefined, now: number, changed: ReadonlySet<string>): boolean {
  if (writtenAt === undefined || changed.has(name)) return true;
  const own = Number.parseInt(hashOf(name), 16) % HOUR_MS;
  const latest = now - ((((now - own) % HOUR_MS) + HOUR_MS) % HOUR_MS);
  return writtenAt < latest;
}
