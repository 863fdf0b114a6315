import type { Log } from './log.ts';

const SPAN_MS = 5 * 60_000;
const SAID_AGAIN_MS = 60_000;

/** Runs that were left out because the one before had not ended. */
export type Skips = {
  add(name: string): void;
  /** How many in the last five minutes, in words; null for none. */
  sentence(): string | null;
};

export function newSkips(log: Log, steady: () => number): Skips {
  let at: { readonly name: string; readonly at: number }[] = [];
  let unsaid = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  const recent = () => {
    at = at.filter((skip) => steady() - skip.at < SPAN_MS).slice(-MOST);
    return at;
  };
  return {
    add(name) {
      at.push({ name, at: steady() });
      if (at.length > 2 * MOST) recent();
      unsaid += 1;
      if (steady() - saidAt < SAID_AGAIN_MS) return;
      log.warn({ check: name, skipped: unsaid }, `${runs(unsaid)} left out, the latest of ${name}: still running`);
      saidAt = steady();
      unsaid = 0;
    },
    sentence() {
      const all = recent();
      const last = all.at(-1);
      if (last === undefined) return null;
      const checks = new Set(all.map(({ name }) => name)).size;
      return `${runs(all.length)} of ${checks} ${checks === 1 ? 'check' : 'checks'} left out in five minutes, the latest of ${last.name}: the one before was still running`;
    },
  };
}

const MOST = 10_000;

const runs = (count: number): string => (count === 1 ? '1 run was' : `${count} runs were`);
