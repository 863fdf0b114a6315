import type { Verdict } from '../verdict/verdict.ts';
import type { CheckState, RunStamp } from './state.ts';

/**
 * Certificates that are about to end have incidents of their own, one for each certificate however many checks see it:
 * remembered by fingerprint, under a name that no check can have.
 */

const PREFIX = '(certificate ';

/** Whether what is remembered under a name is a certificate's, not a check's. */
export const isCertificate = (name: string): boolean => name.startsWith(PREFIX);

/** The name that a certificate is remembered under, by its fingerprint. */
export const certificateName = (fingerprint: string): string => `${PREFIX}${fingerprint})`;

/** A verdict on a check, or on a certificate, which is `shownBy` these checks. */
export type Answer = Verdict & { readonly shownBy?: readonly string[] };

/**
 * The verdicts of a run with those on certificates apart. A check that is NG for its certificate alone is well otherwise,
 * and counts as OK; what is wrong is reported of the certificate, once for all checks that have it.
 */
export function certificatesApart(verdicts: readonly Verdict[]): readonly Answer[] {
  const warning = Map.groupBy(verdicts, (verdict) => warnedOf(verdict));
  const apart = [...warning].flatMap(([fingerprint, [first, ...others]]): Answer[] => {
    if (fingerprint === null || first === undefined) return [];
    const shownBy = [first, ...others].map(({ name }) => name);
    return [{ ...first, name: certificateName(fingerprint), shownBy }];
  });
  if (apart.length === 0) return verdicts;
  const checks = verdicts.map((verdict): Verdict => {
    return warnedOf(verdict) === null ? verdict : { ...verdict, outcome: 'OK', reason: null };
  });
  return [...checks, ...apart];
}

/** The certificate that is all that is wrong. It is judged last, so that its code says so. */
function warnedOf({ outcome, reason, certificate }: Verdict): string | null {
  return outcome !== 'OK' && reason?.code === 'certificate' ? (certificate?.fingerprint ?? null) : null;
}

/**
 * The certificates of these states that are in use no more, as verdicts that are OK: one of the checks that showed it last
 * is OK now, or shows another, and none of the run shows it. So is one of which this very run told before: it asks again.
 */
export function renewals(
  states: ReadonlyMap<string, CheckState>,
  verdicts: readonly Answer[],
  run: RunStamp,
): readonly Answer[] {
  const present = new Map(verdicts.map((verdict) => [verdict.name, verdict]));
  return [...states.values()].flatMap(({ name, shownBy = [], told }): Answer[] => {
    if (!isCertificate(name) || present.has(name)) return [];
    const isToldBefore = told.some(({ runId }) => runId === run.id);
    const renewed = isToldBefore
      ? verdicts[0]
      : shownBy.flatMap((check) => present.get(check) ?? []).find((verdict) => showsAnother(verdict, name));
    return renewed === undefined
      ? []
      : [{ ...renewed, name, outcome: 'OK', reason: null, flaky: false, degraded: false, shownBy }];
  });
}

function showsAnother({ outcome, certificate }: Verdict, name: string): boolean {
  return outcome === 'OK' || (certificate !== undefined && certificateName(certificate.fingerprint) !== name);
}
