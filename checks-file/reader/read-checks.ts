import type { CheckList } from '#core/check/check-list.ts';
import type { EntryPlace } from '../entry-places.ts';
import type { Fault } from '../fault-text.ts';
import type { Parsed } from '../parse.ts';
import { readSources, type SoundRead } from '../read-text.ts';
import { type Given, NOTHING_GIVEN } from '../sources/given.ts';
import { type Disk, THIS_DISK } from './disk.ts';
import { loadOutside } from './load-outside.ts';
import { loadSources, type Root } from './load-sources.ts';
import { filesIn } from './named-files.ts';

/** A list as it was read from its files. */
export type Loaded = Parsed & {
  /** What is no fault, but should be otherwise; none where there are faults. Without `reach` none of what AWS cannot reach. */
  readonly warnings: (now: Date, reach?: boolean) => Promise<readonly Fault[]>;
  /** Where each entry stands; none where there are faults. */
  readonly places: () => Promise<readonly EntryPlace[]>;
};

/** Reads a checks file's text, and whatever files it names: those are relative to `folder`. Never throws for the text's sake. */
export async function readChecks(text: string, folder: string, given: Given = NOTHING_GIVEN): Promise<Parsed> {
  const { list, faults } = await loadChecks([{ text, folder }], given);
  return { list, faults };
}

/** Reads checks files as one list, with all that they include. Never throws for the texts' sake. */
export async function loadChecks(roots: readonly Root[], given: Given, disk: Disk = THIS_DISK): Promise<Loaded> {
  const sources = loadSources(roots, disk);
  const [first] = roots;
  const all = sources.map(({ text }) => text).join('\n');
  const read = readSources(sources, given, await loadOutside(all, filesIn(first?.folder ?? '.', disk)));
  if ('list' in read) return sound(read.list, read);
  const { placedFaults } = await import('../place-faults.ts');
  return { ...NOTHING_READ, faults: placedFaults(read) };
}

/** Of a list that has faults. */
export const NOTHING_READ = { list: null, warnings: async () => [], places: async () => [] };

function sound(list: CheckList, read: SoundRead): Loaded {
  return {
    list,
    faults: [],
    async warnings(now, reach) {
      const { warningsOf } = await import('../warnings.ts');
      return warningsOf(read, now, reach);
    },
    async places() {
      const { entryPlaces } = await import('../entry-places.ts');
      return entryPlaces(read);
    },
  };
}
