import { hasReference, referencesIn } from '#core/check/references.ts';
import type { KindProbe } from '../kind.ts';
import type { HttpCheck, HttpRequest } from './check.ts';
import { judged } from './judge/judged.ts';
import type { HttpObservation } from './observation.ts';
import { observe } from './probe/observe.ts';
import { measuredOf } from './seen.ts';

/** A check of kind http: one request, its redirects included, and what its answer means. */
export const httpProbe: KindProbe<HttpCheck, HttpObservation> = {
  observe: (check, effects, written) => observe(guarded(check, written), effects),
  judge: (observed, { expect }, effects) => judged(observed, expect, effects),
  seen: (observed, _, effects) => measuredOf(observed, effects),
  evidence: async () => (await import('./evidence.ts')).httpEvidence,
};

/** Whatever its name, a header with a reference in it is a credential, and so is a body: redirects must not carry it elsewhere. */
function guarded(check: HttpCheck, { headers, body, follow }: HttpRequest): HttpCheck {
  if (follow === 0) return check;
  const secret = headers.flatMap(([name, value]) => (hasReference(value) ? [name.toLowerCase()] : []));
  const secretBody = referencesIn(body).length > 0;
  if (secret.length === 0 && !secretBody) return check;
  const redirects = { ...check.target.redirects, secret, ...(secretBody && { secretBody }) };
  return { ...check, target: { ...check.target, redirects } };
}
