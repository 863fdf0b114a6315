import { mentionsCurl, parseChecks } from '#core/checks/parse.ts';
import { mentionsPatterns } from '#core/checks/pattern-faults.ts';
import { loadReadCurl } from '#functions/runtime/read-curl.ts';
import { filesIn } from './named-files.ts';

/** Reads a checks file's text, and whatever files it names: those are relative to `folder`. Never throws for the text's sake. */
export async function readChecks(text: string, folder: string): Promise<ReturnType<typeof parseChecks>> {
  const [curl, patterns] = await Promise.all([
    mentionsCurl(text) ? loadReadCurl() : null,
    mentionsPatterns(text) ? import('#core/matching/patterns.ts') : null,
  ]);
  return parseChecks(text, { files: filesIn(folder), curl, patterns });
}
