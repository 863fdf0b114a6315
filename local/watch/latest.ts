import type { CheckList } from '#core/check/check-list.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { LocalMemory } from '../memory.ts';

/** The latest verdict of each check, how long it took, and who waits for the next. */
export type Latest = {
  of(name: string): PastVerdict | null;
  /** When the run of the latest verdict began, wall milliseconds; null before the first. */
  ranAt(name: string): number | null;
  /** Milliseconds from question to verdict, rechecks included; 0 where that is not known. */
  tookMs(name: string): number;
  /** Resolves to the next verdict; rejects when the run ends without one. */
  next(name: string): Promise<Verdict>;
  asked(name: string): void;
  answered(verdict: PastVerdict): void;
  /** A verdict once more, marked of which nothing is reported. Whether it is still the latest. */
  marked(verdict: PastVerdict): boolean;
  /** A run has ended: there is no verdict to come. */
  over(name: string): void;
  /** Forgets all but these names. */
  keep(names: ReadonlySet<string>): void;
};

type Waiting = PromiseWithResolvers<Verdict>;

/** Begins with what is remembered; `memory` null where that cannot be read. */
export async function latestVerdicts(
  { checks }: CheckList,
  memory: LocalMemory | null,
  steady: () => number,
): Promise<Latest> {
  const remembered = await memory?.latest(checks.map(({ name }) => name));
  const latest = new Map<string, PastVerdict>(remembered);
  const asked = new Map<string, number>();
  const took = new Map<string, number>();
  const waiting = new Map<string, Waiting>();
  return {
    of: (name) => latest.get(name) ?? null,
    ranAt: (name) => {
      const known = latest.get(name);
      return known === undefined ? null : Date.parse(known.run.startedAt);
    },
    tookMs: (name) => took.get(name) ?? 0,
    next(name) {
      const before = waiting.get(name) ?? Promise.withResolvers<Verdict>();
      waiting.set(name, before);
      return before.promise;
    },
    asked: (name) => void asked.set(name, steady()),
    answered(past) {
      const { name } = past.verdict;
      latest.set(name, past);
      const at = asked.get(name);
      if (at !== undefined) took.set(name, steady() - at);
      asked.delete(name);
      waiting.get(name)?.resolve(past.verdict);
      waiting.delete(name);
    },
    marked(past) {
      const isLatest = latest.get(past.verdict.name)?.run.id === past.run.id;
      if (isLatest) latest.set(past.verdict.name, past);
      return isLatest;
    },
    over(name) {
      waiting.get(name)?.reject(new Error(`${name} was not run`));
      waiting.delete(name);
    },
    keep(names) {
      for (const known of [latest, asked, took]) {
        for (const name of known.keys()) if (!names.has(name)) known.delete(name);
      }
    },
  };
}
