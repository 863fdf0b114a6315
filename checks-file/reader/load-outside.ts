import type { NamedFiles } from '#core/settings/named-files.ts';
import { mentionsPatterns } from '#core/settings/pattern-faults.ts';
import type { Outside } from '../outside.ts';

/** A key can be written in escapes: `"\x63url": …`. */
const CURL = /curl|\\[xuU]/;

/** What reading a text may take, loaded only where the text may name it: most lists have neither commands nor patterns. */
export async function loadOutside(text: string, files: NamedFiles): Promise<Outside> {
  const [curl, patterns] = await Promise.all([
    CURL.test(text) ? import('../curl/parse-curl.ts') : null,
    mentionsPatterns(text) ? import('#core/matching/patterns.ts') : null,
  ]);
  return { files, curl: curl?.parseCurl ?? null, patterns };
}
