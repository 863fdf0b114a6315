import { hasReference, mapTexts, piecesOf } from '#core/check/references.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpRequest } from '../../http/check.ts';
import { isCredential } from '../../http/probe/redirect.ts';
import { writtenUrl } from '../../http/probe/target.ts';
import type { Step } from '../check.ts';
import { type Filling, filledRequest, filledText } from './fill.ts';
import { nameIn, namesIn } from './names.ts';

/**
 * A step's request as it is sent, or why it cannot be. What is secret goes to the origins that the flow's author wrote, and
 * to no other: neither where a target says that a step leads, nor where a redirect does.
 */
export function requestOf(written: HttpRequest, filling: Filling, origins: ReadonlySet<string>): HttpRequest | Reason {
  const filled = filledRequest(written, filling);
  if ('code' in filled) return filled;
  const { http, isForeign } = filled;
  const isSecret = (value: unknown): boolean => holdsSecret(value, filling);
  const secret = written.headers.flatMap(([name, text]) => (isSecret(text) ? [name.toLowerCase()] : []));
  const secretBody = isSecret(written.body);
  const redirects = { ...http.redirects, secret, ...(secretBody && { secretBody: true as const }) };
  const own = http.follow > 0 && (secret.length > 0 || secretBody) ? { ...http, redirects } : http;
  const origin = URL.parse(writtenUrl(http))?.origin ?? '';
  if (!isForeign || origins.has(origin)) return own;
  if (secretBody || isSecret(written.query) || isSecret(withoutOrigin(written.url))) {
    const words = 'which does not get what is secret; name it in the url of a step';
    return { code: 'answer', message: `its url leads to another origin, ${quote(origin)}, ${words}` };
  }
  const { auth: _, tls, ...rest } = own;
  const headers = own.headers.filter(([name]) => !isCredential(name) && !secret.includes(name.toLowerCase()));
  const { cert: _cert, key: _key, passphrase: _passphrase, ...trust } = tls ?? {};
  return { ...rest, headers, ...(tls !== undefined && { tls: trust }) };
}

/** Whether a text, or any text in a value, holds a reference or a capture that is not shown. */
function holdsSecret(value: unknown, { names }: Filling): boolean {
  let found = namesIn(value).some((name) => names.get(name)?.shown === false);
  mapTexts(value, (text) => {
    found ||= hasReference(text);
    return text;
  });
  return found;
}

/** What of a URL comes after the piece that says where it leads. */
function withoutOrigin(url: string): string {
  const [, rest = url] = /^(?:[a-z]+:\/\/[^/?#]*|\{\{[^{}]*\}\})(.*)$/is.exec(url) ?? [];
  return rest;
}

/** The origins that the author of a flow wrote, or keeps elsewhere: those of steps whose origin no target says. */
export function originsOf(flow: readonly Step[], filling: Filling): ReadonlySet<string> {
  const origins = flow.flatMap(({ http }) => {
    const pieces = piecesOf(http.url);
    const at = pieces.findIndex((piece) => {
      const name = piece.kind === 'stray' ? nameIn(piece.whole) : null;
      return name !== null && !filling.names.has(name);
    });
    const own = filledText(at === -1 ? http.url : textBefore(http.url, pieces[at]), filling);
    const url = /(?:\/\/|[.:])$/.test(own) ? null : URL.parse(own);
    return url === null ? [] : [url.origin];
  });
  return new Set(origins);
}

function textBefore(url: string, piece: ReturnType<typeof piecesOf>[number] | undefined): string {
  return piece?.kind === 'stray' ? url.slice(0, url.indexOf(piece.whole)) : url;
}
