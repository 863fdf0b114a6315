import type { CountedVerdict } from '#core/history/bucket.ts';
import type { FoldedRun } from '#core/history/fold.ts';

/** All that history says, counted anew from the verdicts themselves. */

export function verdictsOf(runs: readonly FoldedRun[], name: string): readonly CountedVerdict[] {
  return runs.flatMap(({ verdicts }) => verdicts.filter((verdict) => verdict.name === name));
}

export function countsOf(verdicts: readonly CountedVerdict[]) {
  const counting = verdicts.filter(({ quiet }) => !['maintenance', 'offline', 'guard'].includes(quiet?.because ?? ''));
  const ok = counting.filter(({ outcome }) => outcome === 'OK');
  return {
    ok: ok.length,
    ng: counting.length - ok.length,
    degraded: ok.filter(({ degraded }) => degraded).length,
    excused: verdicts.length - counting.length,
  };
}

export function latenciesOf(verdicts: readonly CountedVerdict[]): readonly number[] {
  return verdicts
    .filter(({ quiet }) => !['maintenance', 'offline', 'guard'].includes(quiet?.because ?? ''))
    .flatMap(({ latencyMs }) => latencyMs ?? [])
    .toSorted((a, b) => a - b);
}

/** By nearest rank. */
export function exactPercentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1] ?? Number.NaN;
}

export function within(verdicts: readonly CountedVerdict[], from: number, until: number): readonly CountedVerdict[] {
  return verdicts.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < until);
}

/** The date that clocks of a zone show, by what JavaScript's own formatting says. */
export function datesBy(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => {
    const { year, month, day } = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}`;
  };
}
