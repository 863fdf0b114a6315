import type { Check } from '#core/check/check.ts';
import type { PathFault } from '#core/settings/fault.ts';
import type { Defaults } from '#core/settings/shared-settings.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { nearest } from '#core/text/nearest.ts';
import { quoted } from '#core/text/shown.ts';

/**
 * What other sections of a file may name: `names` and `tags` of all entries, `checks` those that are enabled. `zone`: the
 * time zone of defaults.
 */
export type Listed = {
  readonly names: readonly string[];
  readonly tags: readonly string[];
  readonly checks: readonly Check[];
  readonly zone: string | undefined;
};

/** What the entries of a file have, sound or not. */
export function listedIn(entries: readonly unknown[], checks: readonly Check[], defaults: Defaults): Listed {
  const maps = entries.filter(isMap);
  const tags = maps.flatMap(({ tags: own }) => (Array.isArray(own) ? own : []));
  return {
    names: [...maps.map(({ name }) => name), ...checks.map(({ name }) => name)].flatMap(wordOf),
    tags: [...(defaults.tags ?? []), ...tags].flatMap(wordOf),
    checks,
    zone: defaults.timezone,
  };
}

/** Not of maps and lists, which cannot always be written as text. */
function wordOf(value: unknown): string[] {
  return typeof value === 'object' || value === undefined ? [] : [String(value)];
}

/** A fault for each of the words at `path` that is the name, or a tag, of no check. */
export function unlistedFaults(
  path: Path,
  words: readonly unknown[],
  what: 'name' | 'tag',
  listed: Listed,
): PathFault[] {
  const known = what === 'name' ? listed.names : listed.tags;
  return words.flatMap((word, index): PathFault[] => {
    if (typeof word !== 'string' || known.includes(word)) return [];
    const meant = nearest(word, known);
    const advice = meant === null ? `write a ${what} of this list` : `did you mean ${quoted(meant)}?`;
    return [{ path: [...path, index], message: `is ${quoted(word)}, which no check has as its ${what}; ${advice}` }];
  });
}
