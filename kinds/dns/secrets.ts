import type { Literal } from '#core/redact/literal.ts';
import { literalsIn, type OnSecret, ofLiterals } from '#core/redact/map-secrets.ts';
import { redactTls, redactUrl } from '../http/secrets.ts';
import type { DnsTarget } from './check.ts';

/** Every literal credential of a target, to warn of and to search for in what leaves. */
export function literalSecrets(target: DnsTarget): readonly Literal[] {
  return literalsIn(target, mapSecrets);
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: DnsTarget, onSecret: OnSecret): DnsTarget {
  const literal = ofLiterals(onSecret);
  return {
    ...target,
    servers: target.servers.map((server) => redactUrl(server, literal)),
    ...(target.tls && { tls: redactTls(target.tls, literal) }),
  };
}
