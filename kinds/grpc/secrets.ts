import { hasReference } from '#core/check/references.ts';
import { type Literal, REDACTED } from '#core/redact/literal.ts';
import { type OnSecret, redactHeader, redactTls } from '../http/secrets.ts';
import type { GrpcTarget } from './check.ts';

/** Every literal credential of a target, to warn of and to search for in what leaves. */
export function literalSecrets(target: GrpcTarget): readonly Literal[] {
  const found: Literal[] = [];
  mapSecrets(target, (secret, place) => {
    found.push({ place, secret });
    return secret;
  });
  return found;
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: GrpcTarget, onSecret: OnSecret): GrpcTarget {
  const literal: OnSecret = (text, place) =>
    text === '' || text === REDACTED || hasReference(text) ? text : onSecret(text, place);
  return {
    ...target,
    headers: target.headers.map((header) => redactHeader(header, literal)),
    ...(target.tls && { tls: redactTls(target.tls, literal) }),
  };
}
