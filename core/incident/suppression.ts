import type { AlertSettings } from '../check/alert-settings.ts';
import type { Quiet, Verdict } from '../verdict/verdict.ts';
import { troubleOf } from './track.ts';

type Settings = readonly (readonly [name: string, settings: AlertSettings])[];

/**
 * Which NGs of a run are reported under the news of a check that they depend on. That check is NG in the same run, and of its
 * target: what Rollcall could not check says nothing about it, and a certificate that is about to end breaks nobody else.
 * Of several in a row the one furthest up counts. A check whose parents are not in the run is judged alone, and so is one
 * that Rollcall could not check itself.
 */
export function suppression(verdicts: readonly Verdict[], settings: Settings): (verdict: Verdict) => Quiet | null {
  const parents = new Map(settings.flatMap(([name, { dependsOn }]) => (dependsOn ? [[name, dependsOn] as const] : [])));
  if (parents.size === 0) return () => null;
  const present = new Map(verdicts.map((verdict) => [verdict.name, verdict]));
  const known = new Map<string, string | null>();
  /** The check furthest up that is NG, of those that `name` depends on. */
  const culpritOf = (name: string): string | null => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, null);
    const culprit = (parents.get(name) ?? []).reduce<string | null>((found, parent) => found ?? blame(parent), null);
    known.set(name, culprit);
    return culprit;
  };
  const blame = (name: string): string | null => {
    const verdict = present.get(name);
    if (verdict === undefined) return null;
    return culpritOf(name) ?? (isDown(verdict) ? name : null);
  };
  return (verdict) => {
    const by = troubleOf(verdict) === 'target' ? culpritOf(verdict.name) : null;
    return by === null ? null : { because: 'parent', by };
  };
}

function isDown(verdict: Verdict): boolean {
  return troubleOf(verdict) === 'target' && verdict.reason?.code !== 'certificate';
}
