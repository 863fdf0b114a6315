import { createHash } from 'node:crypto';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../../probing/attempt.ts';
import type { HttpAuth } from '../../check.ts';
import { headerBytes } from '../../observation.ts';
import { basic, type Outgoing } from '../encode.ts';
import type { Answer } from '../exchange.ts';
import { CONTROL } from '../header-text.ts';
import { type Challenge, challengesOf } from './challenge.ts';

type Digest = Extract<HttpAuth, { scheme: 'basic' | 'digest' }>;
type Send = (outgoing: Outgoing) => Promise<Answer | Reason>;

/** OpenSSL's names for the algorithms of RFC 7616, to which `-sess` may be added. */
const HASHES: Readonly<Record<string, string>> = { md5: 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' };

/**
 * One hop with the proof of a password that is never sent (RFC 7616). As from curl, the first request, which only asks
 * for the challenge, has no body; a server that does not ask gets the body with a second one. Where `any` way to
 * authenticate will do, curl sends the body at once.
 */
export async function sendWithDigest(
  outgoing: Outgoing,
  auth: Digest,
  attempt: Attempt,
  send: Send,
): Promise<Answer | Reason> {
  if (CONTROL.test(auth.user))
    return { code: 'config', message: 'user in http.auth has a control character; take it out' };
  if (auth.any === true) {
    const open = await send(outgoing);
    if ('code' in open || open.status !== 401) return open;
    return digestOf(open) === undefined
      ? sendWithBasic(outgoing, auth, open, send)
      : prove(outgoing, auth, open, attempt, send);
  }
  const first = await send(withoutBody(outgoing));
  if ('code' in first) return first;
  if (first.status !== 401) return first.status < 300 && outgoing.body !== null ? send(outgoing) : first;
  return prove(outgoing, auth, first, attempt, send);
}

/** Answers the challenge, and once more where only the nonce had grown old. */
async function prove(
  outgoing: Outgoing,
  auth: Digest,
  first: Answer,
  attempt: Attempt,
  send: Send,
): Promise<Answer | Reason> {
  const proven = proof(outgoing, auth, first, attempt);
  if (proven === null || 'code' in proven) return proven ?? first;
  const second = await send(proven);
  if ('code' in second || second.status !== 401) return second;
  // The password was right, only the nonce had grown old.
  const isStale = digestOf(second)?.params.get('stale')?.toLowerCase() === 'true';
  const again = isStale ? proof(outgoing, auth, second, attempt) : null;
  if (again === null) return second;
  return 'code' in again ? again : send(again);
}

/** The password as it is, where the server asks for no better. */
function sendWithBasic(outgoing: Outgoing, auth: Digest, asked: Answer, send: Send): Promise<Answer | Reason> | Answer {
  if (!challengesOf(asked.rawHeaders).some(({ scheme }) => scheme === 'basic')) return asked;
  const header = basic(auth.user, auth.password);
  return send({ ...outgoing, headers: [...without(outgoing.headers, /^authorization$/i), 'Authorization', header] });
}

function withoutBody(outgoing: Outgoing): Outgoing {
  if (outgoing.body === null) return outgoing;
  const isMultipart = outgoing.headers.some((text, i) => i % 2 === 1 && text.startsWith('multipart/form-data;'));
  // A server that takes parts apart before it asks who sends them finds no boundary to look for.
  const names = isMultipart
    ? /^(?:content-length|content-type|transfer-encoding)$/i
    : /^(?:content-length|transfer-encoding)$/i;
  const headers = [...without(outgoing.headers, names), 'Content-Length', '0'];
  return { ...outgoing, headers, body: null };
}

function without(headers: readonly string[], names: RegExp): string[] {
  return headers.filter((_, i) => !names.test(headers[i - (i % 2)] ?? ''));
}

/** The first challenge that can be met, which is the one that the server likes best; else the first at all. */
function digestOf({ rawHeaders }: Answer): Challenge | undefined {
  const offered = challengesOf(rawHeaders).filter(({ scheme }) => scheme === 'digest');
  return offered.find((one) => hashOf(one) !== undefined) ?? offered[0];
}

function algorithmOf({ params }: Challenge): string {
  return params.get('algorithm') ?? 'MD5';
}

function hashOf(challenge: Challenge): string | undefined {
  return HASHES[
    algorithmOf(challenge)
      .toLowerCase()
      .replace(/-sess$/, '')
  ];
}

/** The request with the answer to its challenge; null when there is none for this scheme. */
function proof(outgoing: Outgoing, auth: Digest, answer: Answer, attempt: Attempt): Outgoing | Reason | null {
  const challenge = digestOf(answer);
  if (challenge === undefined) return null;
  const place = nameOf(attempt.to);
  const algorithm = hashOf(challenge);
  if (algorithm === undefined) {
    const asked = quote(algorithmOf(challenge));
    return {
      code: 'protocol',
      message: `${place} wants a digest by ${asked}, which is none of MD5, SHA-256, SHA-512-256`,
    };
  }
  const offered = challenge.params.get('qop');
  const qop = qopOf(offered);
  if (qop === undefined) {
    return {
      code: 'protocol',
      message: `${place} wants a digest of quality ${quote(offered ?? '')}, which is none of auth, auth-int`,
    };
  }
  const header = authorization(outgoing, auth, challenge, algorithm, qop, attempt.effects.random(16));
  const headers = [...without(outgoing.headers, /^authorization$/i), 'Authorization', header];
  return { ...outgoing, headers };
}

/** Null: from before there were any (RFC 2069). */
function qopOf(offered: string | undefined): 'auth' | 'auth-int' | null | undefined {
  if (offered === undefined) return null;
  const choices = offered.toLowerCase().split(/[\s,]+/);
  return (['auth', 'auth-int'] as const).find((qop) => choices.includes(qop));
}

/** The value of the header, each character a byte. */
function authorization(
  { target: uri, method, body }: Outgoing,
  { user, password }: Digest,
  challenge: Challenge,
  algorithm: string,
  qop: 'auth' | 'auth-int' | null,
  cnonce: string,
): string {
  const { params } = challenge;
  const hash = (...parts: (string | Buffer)[]): string => {
    const all = createHash(algorithm);
    for (const [i, part] of parts.entries()) all.update(i === 0 ? '' : ':').update(part);
    return all.digest('hex');
  };
  const text = (name: string): string => params.get(name) ?? '';
  const realm = Buffer.from(text('realm'), 'latin1');
  const nonce = Buffer.from(text('nonce'), 'latin1');
  const count = '00000001';
  const secret = hash(user, realm, password);
  const isSession = algorithmOf(challenge).toLowerCase().endsWith('-sess');
  const key = isSession ? hash(secret, nonce, cnonce) : secret;
  const what = qop === 'auth-int' ? hash(method, uri, hash(body ?? '')) : hash(method, uri);
  const response = qop === null ? hash(key, nonce, what) : hash(key, nonce, count, cnonce, qop, what);
  const isHashed = text('userhash').toLowerCase() === 'true';
  return `Digest ${[
    `username=${quoted(isHashed ? hash(user, realm) : headerBytes(user))}`,
    `realm=${quoted(text('realm'))}`,
    `nonce=${quoted(text('nonce'))}`,
    `uri=${quoted(uri)}`,
    ...(qop === null && !isSession ? [] : [`cnonce="${cnonce}"`]),
    ...(qop === null ? [] : [`nc=${count}`, `qop=${qop}`]),
    `response="${response}"`,
    ...(params.has('opaque') ? [`opaque=${quoted(text('opaque'))}`] : []),
    ...(params.has('algorithm') ? [`algorithm=${algorithmOf(challenge)}`] : []),
    ...(isHashed ? ['userhash=true'] : []),
  ].join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
