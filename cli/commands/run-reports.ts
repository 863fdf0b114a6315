import { ciPaths } from '../ci-path.ts';
import type { Io } from '../io.ts';
import type { Called } from '../output/called.ts';
import { type Listing, NOTHING_LISTED } from '../output/listing.ts';
import { fits } from '../selection/glob.ts';
import type { SelectOptions } from '../selection/select.ts';
import type { Listed } from './read-list.ts';

/** What reports say beside the verdicts: where each check stands, what is disabled, what was not called. */
export async function listingOf(
  listed: Listed | null,
  called: Called,
  options: SelectOptions,
  io: Io,
): Promise<Listing> {
  const unrun =
    called.unrun === undefined ? NOTHING_LISTED.unrun : { names: called.unrun.names, why: unrunText(called.unrun) };
  if (listed === null) return { ...NOTHING_LISTED, unrun };
  const { places, name: unnamed } = listed.loaded;
  const entries = await places();
  const disabled = entries.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name);
  const pathOf = ciPaths(io);
  return {
    places: new Map(entries.map(({ name, file = unnamed, line }) => [name, { file: pathOf(file), line }])),
    disabled: disabled.filter((name) => isMeant(name, options)),
    unrun,
  };
}

const unrunText = ({ by }: NonNullable<Called['unrun']>): string =>
  `not called: ${by} was NG before, and --fail-fast stops there`;

/** Of checks that are disabled only the name is known: they are told of where a selection is by name, or there is none. */
function isMeant(name: string, { only, exclude, tags, changedSince }: SelectOptions): boolean {
  if (tags !== undefined || changedSince !== undefined) return false;
  const named = (patterns: readonly string[]) => patterns.some((pattern) => fits(pattern, name));
  return (only === undefined || named(only)) && !(exclude !== undefined && named(exclude));
}
