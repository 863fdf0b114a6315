import type { Gate } from './engine/services.ts';

/** Lets at most `limit` in at a time, in the order they came. */
export type CountingGate = Gate & {
  /** How many are in or want to be. */
  readonly load: number;
};

export function countingGate(limit: number): CountingGate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    get load() {
      return inside + waiting.length;
    },
    async enter() {
      if (inside < limit) {
        inside += 1;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    },
    leave() {
      const next = waiting.shift();
      // The place is handed over, so that nobody who comes meanwhile takes it.
      if (next) next();
      else inside -= 1;
    },
  };
}
