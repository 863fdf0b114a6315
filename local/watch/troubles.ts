import type { Log } from './log.ts';

/** What is wrong with watch itself at the moment. */
export type Troubles = {
  /** It is so: logged when it begins or changes, and again after a minute. */
  begin(what: string, sentence: string): void;
  /** It is so no more. */
  end(what: string): void;
  /** A sentence each. */
  all(): readonly string[];
};

const SAID_AGAIN_MS = 60_000;

export function newTroubles(log: Log, steady: () => number): Troubles {
  const known = new Map<string, { readonly sentence: string; readonly saidAt: number }>();
  return {
    begin(what, sentence) {
      const before = known.get(what);
      const isSaid = before?.sentence === sentence && steady() - before.saidAt < SAID_AGAIN_MS;
      if (isSaid) return;
      known.set(what, { sentence, saidAt: steady() });
      log.error({ trouble: what }, sentence);
    },
    end(what) {
      if (known.delete(what)) log.info({ trouble: what }, `${what}: over`);
    },
    all: () => [...known.values()].map(({ sentence }) => sentence),
  };
}
