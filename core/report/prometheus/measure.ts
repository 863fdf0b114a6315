import type { Verdict } from '../../verdict/verdict.ts';

/** A gauge of checks: what it takes from a verdict, with the labels beside `check`. Nothing, or NaN, where it is not known. */
export type Measure = {
  readonly name: string;
  readonly help: string;
  readonly of: (verdict: Verdict) => readonly (readonly [value: number, labels?: Readonly<Record<string, string>>])[];
};

/** Seconds of milliseconds; NaN where they are not known. */
export function seconds(ms: number | null): number {
  return typeof ms === 'number' ? ms / 1000 : NaN;
}

/** Steps are HTTP too: status and phases are those of the step that the verdict names. */
export function isHttp({ kind }: Verdict): boolean {
  return kind === 'http' || kind === 'steps';
}

/** A number that was seen; NaN where it was not. */
export function numberIn(seen: Verdict['seen'], name: string): number {
  const value = seen?.[name];
  return typeof value === 'number' ? value : NaN;
}
