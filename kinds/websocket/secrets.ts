import type { Literal } from '#core/redact/literal.ts';
import { literalsIn, type OnSecret, ofLiterals } from '#core/redact/map-secrets.ts';
import type { HttpAuth } from '../http/check.ts';
import { redactAuth, redactBody, redactHeader, redactTls, redactUrl } from '../http/secrets.ts';
import type { Message, WebsocketTarget } from './check.ts';

/** Every literal credential of a target, to warn of and to search for in what leaves. */
export function literalSecrets(target: WebsocketTarget): readonly Literal[] {
  return literalsIn(target, mapSecrets);
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: WebsocketTarget, onSecret: OnSecret): WebsocketTarget {
  const literal = ofLiterals(onSecret);
  const { url, headers, auth, tls, exchange } = target;
  return {
    ...target,
    url: redactUrl(url, literal),
    headers: headers.map((header) => redactHeader(header, literal)),
    ...(auth && { auth: redactAuth(auth as HttpAuth, literal) as typeof auth }),
    ...(tls && { tls: redactTls(tls, literal) }),
    exchange: exchange.map((sent) => sent && { body: redactBody(sent.body, literal) as Message }),
  };
}
