import type { Literal } from '#core/redact/literal.ts';
import { literalsIn, type OnSecret, ofLiterals } from '#core/redact/map-secrets.ts';
import { redactHeader, redactTls } from '../http/secrets.ts';
import type { GrpcTarget } from './check.ts';

/** Every literal credential of a target, to warn of and to search for in what leaves. */
export function literalSecrets(target: GrpcTarget): readonly Literal[] {
  return literalsIn(target, mapSecrets);
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: GrpcTarget, onSecret: OnSecret): GrpcTarget {
  const literal = ofLiterals(onSecret);
  return {
    ...target,
    headers: target.headers.map((header) => redactHeader(header, literal)),
    ...(target.tls && { tls: redactTls(target.tls, literal) }),
  };
}
