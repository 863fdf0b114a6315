import * as z from 'zod';
import type { TlsSettings } from '../check/tls.ts';
import { certificateShape, resolveCertificates } from './certificates.ts';
import type { NamedFiles } from './named-files.ts';
import { flag, settings } from './setting.ts';

/** `tls` of a check: a map of certificates, or whether TLS is spoken at all. */

const insecure = flag().optional().describe('true accepts any certificate.');

/** Certificates: whose are trusted, and which one is shown. */
export const tlsSchema = settings({ insecure, ...certificateShape }, 'write a map such as {ca: ca.pem}');

const CHOICE_RULE = 'write true, false, or a map such as {ca: ca.pem}';

/** Whether TLS is spoken, or with which certificates it is. `own`: settings of the kind beside these. */
export function tlsChoice<Own extends z.ZodRawShape>(own: Own) {
  const map = settings({ insecure, ...own, ...certificateShape }, CHOICE_RULE);
  return z.union([z.boolean(), map], { error: CHOICE_RULE });
}

/** `tls` as it travels, files read. */
export function resolveTls(tls: z.infer<typeof tlsSchema>, files: NamedFiles): TlsSettings {
  return { ...(tls.insecure === true && { insecure: true }), ...resolveCertificates(tls, files) };
}
