import type { Socket } from 'node:net';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  connectionMade,
  elapsed,
  endAttempt,
  failed,
  lenientOf,
  nameOf,
  stageOf,
  startAttempt,
  within,
} from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { phasesOf, roundMs } from '../../probing/timeline.ts';
import { connectTls } from '../../probing/tls/connect-tls.ts';
import type { HttpAuth, HttpCheck, HttpRequest } from '../check.ts';
import type { Facts, HttpObservation } from '../observation.ts';
import { offeredVersions, otherVersion, speaksHttp2 } from './alpn.ts';
import { codingsOf } from './codings.ts';
import { encodeRequest, type Outgoing } from './encode.ts';
import { type Answer, exchange, HTTP_1_1_REQUIRED, type Reading } from './exchange.ts';
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
    const { httpVersion: _, ...response } = answer;
    const phases = phasesOf(attempt.line);
    // Of a stream that never ends, what came last counts.
    const latencyMs = target.streamMs === undefined ? elapsed(attempt) : roundMs(attempt.line.ended - attempt.began);
    return { outcome: 'response', ...response, phases, latencyMs, ...lenientOf(attempt) };
  } finally {
    endAttempt(attempt);
  }
}

type LastAnswer = Answer & { readonly facts?: Facts };

async function follow(http: HttpRequest, attempt: Attempt): Promise<LastAnswer | Reason> {
  const { auth } = http;
  let outgoing = isMultipart(http) ? await encodeParts(http, attempt) : encodeRequest(http, null);
  const origin = 'code' in outgoing ? '' : outgoing.url.origin;
  for (let followed = 0; ; followed += 1) {
    if ('code' in outgoing) return outgoing;
    // Credentials go to the origin they were written for, and to no other.
    const isAsked =
      auth !== undefined && asksFirst(auth) && (outgoing.url.origin === origin || http.redirects?.trusted === true);
    const answer = isAsked ? await authorized(outgoing, http, auth, attempt) : await send(outgoing, http, attempt);
    if ('code' in answer) return answer;
    if (!leadsOn(http, answer)) return withFacts(answer, outgoing, attempt, followed);
    if (followed === http.follow) {
      return { code: 'redirect', message: `more than ${http.follow} redirects, the last from ${outgoing.url.host}` };
    }
    outgoing = redirected(outgoing, answer, http.redirects);
  }
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

/** One hop: connect, TLS for https, request and response. */
async function send(outgoing: Outgoing, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  if (http.proxy !== undefined) return sendThroughProxy(outgoing, http, http.proxy, attempt);
  const { url } = outgoing;
  const socket = await connectTcp(endpointOf(url, http), attempt);
  if ('code' in socket) return socket;
  const stream =
    url.protocol === 'https:' ? await connectTls(socket, http.tls, attempt, offeredVersions(http)) : socket;
  if ('code' in stream) return stream;
  return converse(stream, outgoing, http, attempt);
}

/** Request and answer over a connection that can be used, in the version of HTTP that the server picked. */
async function converse(
  stream: Socket,
  outgoing: Outgoing,
  http: HttpRequest,
  attempt: Attempt,
): Promise<Answer | Reason> {
  const other = otherVersion(stream, http, attempt);
  if (other !== null) return other;
  connectionMade(attempt);
  const reading = { headersOnly: http.follow > 0 ? isRedirect : never, streamMs: http.streamMs };
  const answer = speaksHttp2(stream, http)
    ? await exchangeHttp2(stream, outgoing, attempt, reading)
    : await exchange(stream, outgoing, attempt, reading);
  if (answer === HTTP_1_1_REQUIRED) {
    if (http.httpVersion === '2') return otherRequired(attempt);
    return send(outgoing, { ...http, httpVersion: '1.1' }, attempt);
  }
  return 'code' in answer || answer.body.length === 0 ? answer : inflate(answer, http, attempt);
}

function otherRequired(attempt: Attempt): Reason {
  const words = `HTTP/2 stream ended by ${nameOf(attempt.to)} with ${HTTP_1_1_REQUIRED} (${stageOf(attempt)})`;
  return { code: 'reset', message: words };
}

function never(): boolean {
  return false;
}

async function exchangeHttp2(
  stream: Socket,
  outgoing: Outgoing,
  attempt: Attempt,
  reading: Reading,
): Promise<Answer | Reason | typeof HTTP_1_1_REQUIRED> {
  const loaded = await within(attempt, import('./exchange-http2.ts'));
  return 'code' in loaded ? loaded : loaded.exchangeHttp2(stream, outgoing, attempt, reading);
}

/** The body as it was before its content-encoding, unless the check judges it as it was sent. */
async function inflate(answer: Answer, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  const codings = codingsOf(answer.rawHeaders, attempt.lenient);
  if (codings.length === 0) return answer;
  if (http.inflate !== true && http.compressed !== true) return { ...answer, coded: codings.join(', ') };
  const loaded = await within(attempt, import('./inflate.ts'));
  if ('code' in loaded) return loaded;
  return within(attempt, loaded.inflated(answer, codings, http.compressed === true, attempt));
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

/** Whether more than a header that is known beforehand is needed. */
function asksFirst({ scheme }: HttpAuth): boolean {
  return scheme === 'digest' || scheme === 'oauth2' || scheme === 'sigv4';
}

async function authorized(
  outgoing: Outgoing,
  http: HttpRequest,
  auth: HttpAuth,
  attempt: Attempt,
): Promise<Answer | Reason> {
  const one = (it: Outgoing): Promise<Answer | Reason> => send(it, http, attempt);
  switch (auth.scheme) {
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
      return send(outgoing, http, attempt);
  }
}
