import { mentionsPatterns } from '#core/settings/pattern-faults.ts';
import { mentionsCurl, parseChecks } from '../parse.ts';
import { filesIn } from './named-files.ts';
import { loadReadCurl } from './read-curl.ts';

/** Reads a checks file's text, and whatever files it names: those are relative to `folder`. Never throws for the text's sake. */
export async function readChecks(text: string, folder: string): Promise<ReturnType<typeof parseChecks>> {
  const [curl, patterns] = await Promise.all([
    mentionsCurl(text) ? loadReadCurl() : null,
    mentionsPatterns(text) ? import('#core/matching/patterns.ts') : null,
  ]);
  return parseChecks(text, { files: filesIn(folder), curl, patterns });
}
