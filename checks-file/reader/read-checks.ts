import type { Parsed } from '../parse.ts';
import { readText } from '../read-text.ts';
import { loadOutside } from './load-outside.ts';
import { filesIn } from './named-files.ts';

/** Reads a checks file's text, and whatever files it names: those are relative to `folder`. Never throws for the text's sake. */
export async function readChecks(text: string, folder: string): Promise<Parsed> {
  const read = readText(text, await loadOutside(text, filesIn(folder)));
  if ('list' in read) return { list: read.list, faults: [] };
  const { placedFaults } = await import('../place-faults.ts');
  return { list: null, faults: placedFaults(text, read) };
}
