import type { Reason } from '#core/verdict/reason.ts';
import type { TlsExpect } from '../check.ts';
import type { Secured, StapledStatus } from '../observation.ts';

/** Why the stapled status is not as it should be; empty when it is, or nothing is asked of it. */
export function statusReasons({ staple }: Secured, { ocsp }: TlsExpect, at: Date): Reason[] {
  if (ocsp === null) return [];
  if (staple === null) return [{ code: 'tls', message: 'no OCSP status is stapled, wanted one' }];
  const fault = faultOf(staple, ocsp, at.getTime());
  return fault === null ? [] : [{ code: 'tls', message: `the stapled OCSP status ${fault}, wanted good` }];
}

function faultOf(status: StapledStatus, wanted: 'stapled' | 'good', at: number): string | null {
  if ('fault' in status) return status.fault;
  if (status.status === 'revoked') return `is revoked${since(status.revokedAt)}`;
  if (wanted === 'stapled') return null;
  if (status.status === 'unknown') return 'is unknown';
  if (!status.isOurs) return 'is of another certificate';
  if (!status.isSigned) return 'is not signed by the issuer that was sent';
  if (status.from > at) return `is not valid before ${timeOf(status.from)}`;
  if (status.until !== null && status.until < at) return `ended ${timeOf(status.until)}`;
  return null;
}

function since(revokedAt: number | null): string {
  return revokedAt === null ? '' : ` since ${timeOf(revokedAt)}`;
}

function timeOf(ms: number): string {
  return Number.isNaN(ms) ? 'a time that cannot be read' : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
