import type { Check } from '../check/check.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/shown.ts';

/** Which checks to take: those of these names, those with any of these tags; both given means both must hold. */
export type Selection = { readonly only?: readonly string[] | null; readonly tags?: readonly string[] | null };

/** The selected checks in the list's order. A name or tag that no check has is a fault, and so is an empty selection. */
export function selectChecks(
  checks: readonly Check[],
  { only = null, tags = null }: Selection,
): { readonly checks: readonly Check[]; readonly faults: readonly string[] } {
  const faults = [
    ...unknown('only', only ?? [], 'name', new Set(checks.map(({ name }) => name))),
    ...unknown('tags', tags ?? [], 'tag', new Set(checks.flatMap((check) => check.tags))),
  ];
  const names = new Set(only);
  const wanted = new Set(tags);
  const selected = checks.filter((check) => {
    return (only === null || names.has(check.name)) && (tags === null || check.tags.some((tag) => wanted.has(tag)));
  });
  if (faults.length > 0 || selected.length > 0) return { checks: selected, faults };
  return {
    checks: selected,
    faults: [only === null ? 'the list has no enabled check' : 'no check is in both only and tags'],
  };
}

function unknown(path: string, given: readonly string[], what: string, known: ReadonlySet<string>): string[] {
  return given.flatMap((word, index) => {
    if (known.has(word)) return [];
    const meant = nearest(word, [...known]);
    const advice = meant === null ? fewOf(known, what) : `did you mean ${quoted(meant)}?`;
    return [`${path}[${index}] is ${quoted(word)}, which no enabled check has as its ${what}; ${advice}`];
  });
}

const MOST_LISTED = 8;

function fewOf(known: ReadonlySet<string>, what: string): string {
  const words = [...known]
    .slice(0, MOST_LISTED)
    .map((word) => quoted(word))
    .join(', ');
  if (words === '') return `none has a ${what}`;
  return `there are ${words}${known.size > MOST_LISTED ? ` and ${known.size - MOST_LISTED} more` : ''}`;
}
