import type { Evidence } from '../kind.ts';
import type { HttpCheck } from './check.ts';
import { curlOf } from './judge/curl.ts';
import { excerptOf } from './judge/excerpt.ts';
import { pageOf } from './judge/page.ts';
import type { HttpObservation } from './observation.ts';
import { literalSecrets } from './secrets.ts';

/** What an NG shows: the beginning of what the target said, and the curl command that asks it again. */
export const httpEvidence: Evidence<HttpCheck, HttpObservation> = {
  secretsIn: literalSecrets,
  shown: (observed, { target }) => ({
    excerpt: observed.outcome === 'response' ? excerptOf(pageOf(observed)) : null,
    command: curlOf(target),
  }),
};
