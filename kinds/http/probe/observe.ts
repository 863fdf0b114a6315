import type { Socket } from 'node:net';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  connectionMade,
  elapsed,
  endAttempt,
  failed,
  startAttempt,
  within,
} from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { phasesOf } from '../../probing/timeline.ts';
import { connectTls, type UnreadStore } from '../../probing/tls/connect-tls.ts';
import type { HttpCheck, HttpRequest } from '../check.ts';
import type { Facts, HttpObservation } from '../observation.ts';
import { percentDecoded } from './builtins.ts';
import type { Send } from './cookies.ts';
import { encodeRequest, type Outgoing } from './encode.ts';
import { type Answer, exchange } from './exchange.ts';
import { endpointOf } from './place.ts';
import { isRedirect, redirected } from './redirect.ts';

/**
 * Performs the check's request once, redirects included, and tells what came back. Never throws for a target's sake.
 * What few requests need (proxy, HTTP/2, multipart, most authorizations, inflating) is loaded when one does.
 */
export async function observe(
  { target, expect, metrics, ...limits }: HttpCheck,
  effects: CheckerEffects,
): Promise<HttpObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  attempt.wantsFacts = expect.more !== undefined || metrics?.includes('certificateDays') === true;
  try {
    const answer = await follow(target, attempt);
    if ('code' in answer) return failed(attempt, answer);
    const { status, rawHeaders, body, truncated, facts } = answer;
    const phases = phasesOf(attempt.line);
    const response = { status, rawHeaders, body, truncated, phases, latencyMs: elapsed(attempt) };
    return { outcome: 'response', ...response, ...(facts !== undefined && { facts }) };
  } finally {
    endAttempt(attempt);
  }
}

type LastAnswer = Answer & { readonly facts?: Facts };

async function follow(http: HttpRequest, attempt: Attempt): Promise<LastAnswer | Reason> {
  let outgoing = isMultipart(http) ? await encodeParts(http, attempt) : encodeRequest(http, null);
  const origin = 'code' in outgoing ? '' : outgoing.url.origin;
  const hop = http.cookies === true ? await withCookies(attempt) : send;
  if ('code' in hop) return hop;
  for (let followed = 0; ; followed += 1) {
    if ('code' in outgoing) return outgoing;
    const answer = await authorized(outgoing, http, attempt, hop, origin);
    if ('code' in answer) return answer;
    if (!leadsOn(http, answer)) return withFacts(answer, outgoing, attempt, followed);
    outgoing = nextHop(http, outgoing, answer, followed);
    if (!('code' in outgoing)) attempt.effects.hide?.(percentDecoded(outgoing.url.password));
  }
}

/** The request that follows, or why there is none. */
function nextHop(http: HttpRequest, { url, ...from }: Outgoing, answer: Answer, followed: number): Outgoing | Reason {
  const next = redirected({ url, ...from }, answer, http.redirects);
  if ('code' in next || followed < http.follow) return next;
  const message = `more than ${http.follow} redirects, the last from ${url.host} to ${quote(next.url.href)}`;
  return { code: 'redirect', message };
}

function leadsOn({ follow }: HttpRequest, { status, rawHeaders }: Answer): boolean {
  return follow > 0 && isRedirect(status, rawHeaders);
}

function withFacts(answer: Answer, { url }: Outgoing, attempt: Attempt, followed: number): LastAnswer {
  if (!attempt.wantsFacts) return answer;
  const { httpVersion } = answer;
  const { certificate } = attempt;
  return { ...answer, facts: { isFirst: followed === 0, url: url.href, httpVersion, certificate } };
}

/** One hop, with the cookies that those before it set. */
async function withCookies(attempt: Attempt): Promise<Send | Reason> {
  const loaded = await within(attempt, import('./cookies.ts'));
  return 'code' in loaded ? loaded : loaded.withJar(send);
}

/** One hop; once more when the store of this machine had to be read before its authority was known. */
async function send(outgoing: Outgoing, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  const answer = await sendOnce(outgoing, http, attempt);
  return 'again' in answer ? sendOnce(outgoing, http, attempt) : answer;
}

/** One hop: connect, TLS for https, request and response. */
async function sendOnce(
  outgoing: Outgoing,
  http: HttpRequest,
  attempt: Attempt,
): Promise<Answer | Reason | UnreadStore> {
  if (http.proxy !== undefined) return sendThroughProxy(outgoing, http, http.proxy, attempt);
  const { url } = outgoing;
  const socket = await connectTcp(endpointOf(url, http), attempt);
  if ('code' in socket) return socket;
  const stream = url.protocol === 'https:' ? await connectTls(socket, http.tls, attempt, http.httpVersion) : socket;
  if ('code' in stream) return stream;
  return converse(stream, outgoing, http, attempt);
}

function converse(stream: Socket, outgoing: Outgoing, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  connectionMade(attempt);
  const headersOnly = http.follow > 0 ? isRedirect : never;
  if (http.httpVersion === '2') return exchangeHttp2(stream, outgoing, http, attempt);
  const answered = exchange(stream, outgoing, attempt, headersOnly);
  return http.compressed === true ? inflate(answered, attempt) : answered;
}

function never(): boolean {
  return false;
}

async function exchangeHttp2(
  stream: Socket,
  outgoing: Outgoing,
  http: HttpRequest,
  attempt: Attempt,
): Promise<Answer | Reason> {
  const loaded = await within(attempt, import('./exchange-http2.ts'));
  if ('code' in loaded) return loaded;
  const answered = loaded.exchangeHttp2(stream, outgoing, attempt, http.follow > 0 ? isRedirect : never);
  return http.compressed === true ? inflate(answered, attempt) : answered;
}

async function inflate(answered: Promise<Answer | Reason>, attempt: Attempt): Promise<Answer | Reason> {
  const answer = await answered;
  if ('code' in answer) return answer;
  const loaded = await within(attempt, import('./inflate.ts'));
  return 'code' in loaded ? loaded : within(attempt, loaded.inflated(answer, attempt));
}

async function sendThroughProxy(
  outgoing: Outgoing,
  http: HttpRequest,
  proxy: string,
  attempt: Attempt,
): Promise<Answer | Reason> {
  const loaded = await within(attempt, import('./proxy.ts'));
  return 'code' in loaded ? loaded : loaded.sendThroughProxy(outgoing, http, proxy, attempt, converse);
}

function isMultipart({ body }: HttpRequest): boolean {
  return body !== null && 'multipart' in body;
}

async function encodeParts(http: HttpRequest, attempt: Attempt): Promise<Outgoing | Reason> {
  const { body } = http;
  const loaded = await within(attempt, import('./multipart.ts'));
  if ('code' in loaded) return loaded;
  const parts = body !== null && 'multipart' in body ? body.multipart : [];
  const encoded = loaded.encodeMultipart(parts, attempt.effects.random);
  return 'code' in encoded ? encoded : encodeRequest(http, encoded);
}

/** One hop, with credentials that are more than a header known beforehand: they go to the origin they were written for. */
async function authorized(
  outgoing: Outgoing,
  http: HttpRequest,
  attempt: Attempt,
  hop: Send,
  origin: string,
): Promise<Answer | Reason> {
  const { redirects } = http;
  const auth = outgoing.url.origin === origin || redirects?.trusted === true ? http.auth : undefined;
  const one = (it: Outgoing): Promise<Answer | Reason> => hop(it, http, attempt);
  switch (auth?.scheme) {
    case 'digest': {
      const loaded = await within(attempt, import('./auth/digest.ts'));
      return 'code' in loaded ? loaded : loaded.sendWithDigest(outgoing, auth, attempt, one);
    }
    case 'sigv4': {
      const loaded = await within(attempt, import('./auth/sigv4.ts'));
      return 'code' in loaded ? loaded : loaded.sendSigned(outgoing, auth, attempt, one);
    }
    case 'oauth2': {
      const loaded = await within(attempt, import('./auth/oauth2.ts'));
      const ask = (it: HttpRequest, to: Outgoing): Promise<Answer | Reason> => send(to, it, attempt);
      return 'code' in loaded ? loaded : loaded.sendWithToken(outgoing, http, auth, attempt, one, ask);
    }
    default:
      return hop(outgoing, http, attempt);
  }
}
