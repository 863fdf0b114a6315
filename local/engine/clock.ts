import { Scope } from './scope.ts';
import type { Timer } from './states/state.ts';

/**
 * The work's result, or a rejection with `timeout()` when it takes longer. Ends early, with a rejection, when the scope
 * does.
 */
export async function within<T>(
  seconds: number,
  timeout: () => Error,
  work: () => Promise<T>,
  scope = new Scope(),
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeout()), seconds * 1000);
  try {
    return await scope.run(() => Promise.race([work(), promise]));
  } finally {
    clearTimeout(timer);
  }
}

/** What setTimeout takes at most: 24.8 days. */
const LONGEST_MS = 2_147_483_647;

/** A wait of any length. */
export function sleep(ms: number): Timer {
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const step = (left: number) => {
    timer = setTimeout(() => (left > LONGEST_MS ? step(left - LONGEST_MS) : resolve()), Math.min(left, LONGEST_MS));
  };
  step(ms);
  return { done: promise, cancel: () => clearTimeout(timer) };
}
