import type { Check } from '#core/check/check.ts';
import type { Place } from '#core/settings/fault.ts';
import { isMap } from '#core/text/json-values.ts';
import { positionsIn } from './text/positions.ts';
import { readYaml } from './text/yaml.ts';

/** An entry of a checks file: its check's name, where it begins, and whether it is enabled. Lines count from 1. */
export type EntryPlace = Place & { readonly name: string; readonly isEnabled: boolean };

/**
 * Where the entries of a file's text stand, in its order. `checks` is what the text was read as: an entry that names
 * itself after its request is called what its check is called. A text with faults has none.
 */
export function entryPlaces(text: string, checks: readonly Check[]): readonly EntryPlace[] {
  const read = readYaml(text);
  if ('fault' in read || !isMap(read.value) || !Array.isArray(read.value['checks'])) return [];
  const positions = positionsIn(text);
  const enabled = checks.values();
  return read.value['checks'].map((entry: unknown, index): EntryPlace => {
    const isEnabled = !isMap(entry) || entry['enabled'] !== false;
    const made = isEnabled ? enabled.next().value?.name : undefined;
    const written = isMap(entry) && typeof entry['name'] === 'string' ? entry['name'] : undefined;
    return { name: made ?? written ?? `checks[${index}]`, isEnabled, ...positions.of(['checks', index], 'value') };
  });
}
