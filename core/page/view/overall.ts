import type { Words } from '../words/en.ts';
import type { Shown, ShownCheck } from './shown.ts';
import { type ShownState, STATES } from './state.ts';

/** How everything is, in one state, a sentence, and what there is beside that. */
export type Overall = { readonly state: ShownState; readonly sentence: string; readonly beside: string | null };

/** What is worst gives the state. */
export function overallOf({ checks, isOffline }: Pick<Shown, 'checks' | 'isOffline'>, words: Words): Overall {
  const counts = countsOf(checks);
  const all = checks.length;
  if (isOffline) return { state: 'unknown', sentence: words.overall.offline, beside: null };
  const worst = STATES.find((state) => counts[state] > 0 && (state !== 'unknown' || counts.ok === 0)) ?? 'unknown';
  if (worst === 'unknown') {
    return { state: 'unknown', sentence: words.overall[all === 0 ? 'none' : 'unknown'], beside: null };
  }
  const others = (['fault', 'slow', 'maintenance', 'unknown', 'ok'] as const).filter(
    (state) => state !== worst && counts[state] > 0,
  );
  const beside = others.map((state) => words.overall.alsoOf[state](counts[state]));
  return {
    state: worst,
    sentence: sentenceOf(worst, counts[worst], all, words),
    beside: beside.length > 0 ? words.overall.also(beside) : null,
  };
}

function sentenceOf(state: Exclude<ShownState, 'unknown'>, count: number, all: number, { overall }: Words): string {
  switch (state) {
    case 'ok':
      return count === all ? overall.allOk(count) : overall.alsoOf.ok(count);
    case 'maintenance':
      return overall.maintenance(count);
    case 'ng':
    case 'fault':
    case 'slow':
      return overall[state](count, all);
  }
}

/** How many checks there are of each state. */
export function countsOf(checks: readonly ShownCheck[]): Readonly<Record<ShownState, number>> {
  const counts = { ok: 0, slow: 0, ng: 0, maintenance: 0, fault: 0, unknown: 0 };
  for (const { state } of checks) counts[state] += 1;
  return counts;
}
