import { parseChecks } from '../parse.ts';
import { loadOutside } from './load-outside.ts';
import { filesIn } from './named-files.ts';

/** Reads a checks file's text, and whatever files it names: those are relative to `folder`. Never throws for the text's sake. */
export async function readChecks(text: string, folder: string): Promise<ReturnType<typeof parseChecks>> {
  return parseChecks(text, await loadOutside(text, filesIn(folder)));
}
