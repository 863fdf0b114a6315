import type { Log } from './log.ts';

const SPAN_MS = 5 * 60_000;
const SAID_AGAIN_MS = 60_000;
const MOST = 10_000;

/** Runs that were left out because the one before had not ended. */
export type Skips = {
  add(name: string): void;
  /** How many in the last five minutes. */
  readonly recent: number;
};

export function newSkips(log: Log, steady: () => number): Skips {
  let at: number[] = [];
  let unsaid = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  const within = () => {
    at = at.filter((moment) => steady() - moment < SPAN_MS).slice(-MOST);
    return at;
  };
  return {
    add(name) {
      at.push(steady());
      if (at.length > 2 * MOST) within();
      unsaid += 1;
      if (steady() - saidAt < SAID_AGAIN_MS) return;
      log.warn({ check: name, skipped: unsaid }, `${runs(unsaid)} left out, the latest of ${name}: still running`);
      saidAt = steady();
      unsaid = 0;
    },
    get recent() {
      return within().length;
    },
  };
}

const runs = (count: number): string => (count === 1 ? '1 run was' : `${count} runs were`);
