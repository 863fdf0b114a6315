import { hasReference } from '#core/check/references.ts';
import type { Literal } from '#core/redact/literal.ts';
import type { TlsTarget } from './check.ts';

/** Literal credentials of a target: the key that it shows itself with, and what opens that. */
export function literalSecrets({ tls }: TlsTarget): readonly Literal[] {
  const found = [
    { place: 'private key', secret: tls.key },
    { place: 'passphrase', secret: tls.passphrase },
  ];
  return found.flatMap(({ place, secret }) =>
    secret === undefined || secret === '' || hasReference(secret) ? [] : [{ place, secret }],
  );
}
