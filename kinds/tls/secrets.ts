import type { Literal } from '#core/redact/literal.ts';
import { literalsIn, ofLiterals } from '#core/redact/map-secrets.ts';
import { redactTls } from '../http/secrets.ts';
import type { TlsTarget } from './check.ts';

/** Literal credentials of a target: the key that it shows itself with, and what opens that. */
export function literalSecrets({ tls }: TlsTarget): readonly Literal[] {
  return literalsIn(tls, (settings, onSecret) => redactTls(settings, ofLiterals(onSecret)));
}
