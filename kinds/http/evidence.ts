import type { Evidence } from '../kind.ts';
import type { HttpCheck, HttpExpect } from './check.ts';
import { curlOf } from './judge/curl.ts';
import { excerptOf } from './judge/excerpt.ts';
import { anyNearMiss } from './judge/near-miss.ts';
import { holds, type Page, pageOf } from './judge/page.ts';
import type { HttpObservation } from './observation.ts';
import { literalSecrets } from './secrets.ts';

/** What an NG shows: the beginning of what the target said, and the curl command that asks it again. */
export const httpEvidence: Evidence<HttpCheck, HttpObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target, expect }) => ({
    excerpt: observed.outcome === 'response' ? excerptFor(pageOf(observed), expect) : null,
    command: curlOf(target),
  }),
};

function excerptFor(page: Page, { keyword, more = {} }: HttpExpect): string | null {
  const { keywords } = more;
  const texts = keywords === undefined ? [] : 'all' in keywords ? keywords.all : keywords.any;
  const lacking = [...(keyword === null ? [] : [keyword]), ...texts].filter((text) => !holds(page, text));
  return excerptOf(page, anyNearMiss(page, lacking)?.blanks ? 'seen' : 'as one');
}
