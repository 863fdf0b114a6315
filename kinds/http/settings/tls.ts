import type * as z from 'zod';
import type { TlsSettings } from '#core/check/tls.ts';
import { certificateFaults, certificateShape, resolveCertificates } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { flag, settings } from '#core/settings/setting.ts';

/** `tls` of an http check. */
export const tlsSchema = settings(
  { insecure: flag().optional().describe('true accepts any certificate.'), ...certificateShape },
  'write a map such as {ca: ca.pem}',
).describe('Certificates: whose are trusted, and which one is shown.');

type AuthoredTls = z.infer<typeof tlsSchema>;

/** Certificates that cannot be read. */
export function tlsFaults(tls: Draft<AuthoredTls> | undefined, files: NamedFiles): PathFault[] {
  return certificateFaults(tls, ['http', 'tls'], files);
}

/** `tls` as it travels, files read. */
export function resolveTls({ insecure, ...certificates }: AuthoredTls, files: NamedFiles): TlsSettings {
  return { ...(insecure === true && { insecure }), ...resolveCertificates(certificates, files) };
}
