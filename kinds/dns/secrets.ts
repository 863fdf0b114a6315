import { hasReference } from '#core/check/references.ts';
import { type Literal, REDACTED } from '#core/redact/literal.ts';
import { type OnSecret, redactTls, redactUrl } from '../http/secrets.ts';
import type { DnsTarget } from './check.ts';

/** Every literal credential of a target, to warn of and to search for in what leaves. */
export function literalSecrets(target: DnsTarget): readonly Literal[] {
  const found: Literal[] = [];
  mapSecrets(target, (secret, place) => {
    found.push({ place, secret });
    return secret;
  });
  return found;
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: DnsTarget, onSecret: OnSecret): DnsTarget {
  const literal: OnSecret = (text, place) =>
    text === '' || text === REDACTED || hasReference(text) ? text : onSecret(text, place);
  return {
    ...target,
    servers: target.servers.map((server) => redactUrl(server, literal)),
    ...(target.tls && { tls: redactTls(target.tls, literal) }),
  };
}
