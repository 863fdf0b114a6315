import { isMap } from '#core/text/json-values.ts';
import type { Fault } from './fault-text.ts';
import { placed } from './place-faults.ts';
import type { SoundRead } from './read-text.ts';

/** An entry of a list: its check's name, where it begins, and whether it is enabled. */
export type EntryPlace = Pick<Fault, 'file' | 'line' | 'column'> & {
  readonly name: string;
  readonly isEnabled: boolean;
};

/**
 * Where the entries of a list stand, in its order; each row of a `for` where the entry does. An entry that names itself
 * after its request is called what its check is called.
 */
export function entryPlaces({ list, assembled: { content, origin } }: SoundRead): readonly EntryPlace[] {
  const entries: readonly unknown[] = Array.isArray(content?.['checks']) ? content['checks'] : [];
  const enabled = list.checks.values();
  // Each by its number: what is placed comes back in the order of sources and lines.
  const places = new Map(
    placed(entries.map((_, index) => ({ ...origin(['checks', index]), message: `${index}` }))).map((one) => [
      Number(one.message),
      one,
    ]),
  );
  return entries.flatMap((entry, index) => {
    const place = places.get(index);
    if (place === undefined) return [];
    const { file, line, column } = place;
    const isEnabled = !isMap(entry) || entry['enabled'] !== false;
    const made = isEnabled ? enabled.next().value?.name : undefined;
    const written = isMap(entry) && typeof entry['name'] === 'string' ? entry['name'] : undefined;
    const name = made ?? written ?? `checks[${index}]`;
    return [{ name, isEnabled, ...(file !== undefined && { file }), line, column }];
  });
}
