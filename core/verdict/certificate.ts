import type { Certificate, Observation } from './observation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DIGITS = 16;

/**
 * What a verdict keeps of a certificate. `daysLeft`: whole days until it ends, below zero when it has ended, null when its
 * end cannot be read. `fingerprint`: the first 16 hexadecimal digits of its SHA-256, which tell two certificates apart.
 * `notAfter`: the ISO time when the first of its chain ends; not there when that cannot be read, or in an older verdict.
 */
export type CertificateSeen = {
  readonly daysLeft: number | null;
  readonly fingerprint: string;
  readonly notAfter?: string;
};

/** Whole days from `date` on, NaN for an end that cannot be read. */
export function daysLeft({ validTo }: Certificate, date: Date): number {
  return Math.floor((Date.parse(validTo) - date.getTime()) / DAY_MS);
}

/** The certificate that the target showed, also one that was not accepted; null where none was looked at. */
export function certificateSeen(observed: Observation, date: Date): CertificateSeen | null {
  const certificate = observed.facts?.certificate ?? observed.certificate ?? null;
  if (certificate === null) return null;
  const fingerprint = certificate.fingerprint.slice(0, KEPT_DIGITS);
  const ends = Date.parse(certificate.validTo);
  if (Number.isNaN(ends)) return { daysLeft: null, fingerprint };
  return { daysLeft: daysLeft(certificate, date), fingerprint, notAfter: new Date(ends).toISOString() };
}
