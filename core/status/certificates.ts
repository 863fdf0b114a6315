import type { PastVerdict } from './past-verdict.ts';
import type { EndingCertificate } from './status.ts';

/** Certificates are renewed a month before they end; what is left longer is nobody's concern. */
const SOON_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** The certificates in the latest verdicts that end within a month, the first to end first. `now`: milliseconds. */
export function endingSoon(latest: readonly PastVerdict[], now: number): readonly EndingCertificate[] {
  const seen = latest.flatMap(({ verdict: { name, at, certificate } }) => {
    if (certificate === undefined || certificate.daysLeft === null) return [];
    const daysLeft = certificate.daysLeft - Math.max(0, Math.floor((now - Date.parse(at)) / DAY_MS));
    return daysLeft > SOON_DAYS ? [] : [{ fingerprint: certificate.fingerprint, daysLeft, name }];
  });
  return [...Map.groupBy(seen, ({ fingerprint }) => fingerprint)]
    .map(([fingerprint, shown]) => ({
      fingerprint,
      daysLeft: Math.min(...shown.map(({ daysLeft }) => daysLeft)),
      checks: shown.map(({ name }) => name),
    }))
    .toSorted((a, b) => a.daysLeft - b.daysLeft);
}
