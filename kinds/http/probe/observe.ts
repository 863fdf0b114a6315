import type { Socket } from 'node:net';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  connectionMade,
  elapsed,
  endAttempt,
  failed,
  lenientOf,
  nameOf,
  notOfLast,
  stageOf,
  startAttempt,
  within,
} from '../../probing/attempt.ts';
import { connectTcp } from '../../probing/connect-tcp.ts';
import type { CheckerEffects } from '../../probing/effects.ts';
import { phasesOf, roundMs } from '../../probing/timeline.ts';
import { connectTls, onceStoreIsRead, type UnreadStore } from '../../probing/tls/connect-tls.ts';
import type { HttpCheck, HttpRequest } from '../check.ts';
import type { Facts, HttpObservation } from '../observation.ts';
import { offeredVersions, otherVersion, speaksHttp2 } from './alpn.ts';
import { authorized } from './auth/authorized.ts';
import { percentDecoded } from './builtins.ts';
import { codingsOf } from './codings.ts';
import type { Send } from './cookies.ts';
import { encodeRequest, type Outgoing } from './encode.ts';
import { type Answer, exchange, HTTP_1_1_REQUIRED, type Reading } from './exchange.ts';
import { endpointOf } from './place.ts';
import { isRedirect, redirected } from './redirect.ts';

/**
 * Performs the check's request once, redirects included, and tells what came back. Never throws for a target's sake.
 * `through`: what each hop is sent through, such as a jar of cookies that outlives the request.
 * What few requests need (proxy, HTTP/2, multipart, most authorizations, inflating) is loaded when one does.
 */
export async function observe(
  { target, expect, ...limits }: HttpCheck,
  effects: CheckerEffects,
  through?: (send: Send) => Send,
): Promise<HttpObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  attempt.wantsFacts ||= expect.more !== undefined;
  try {
    const answer = await follow(target, attempt, through);
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

async function follow(
  http: HttpRequest,
  attempt: Attempt,
  through: ((send: Send) => Send) | undefined,
): Promise<LastAnswer | Reason> {
  let outgoing = isMultipart(http) ? await encodeParts(http, attempt) : encodeRequest(http, null);
  const origin = 'code' in outgoing ? '' : outgoing.url.origin;
  const hop = through?.(send) ?? (http.cookies === true ? await withCookies(attempt) : send);
  if ('code' in hop) return hop;
  for (let followed = 0; ; followed += 1) {
    if ('code' in outgoing) return outgoing;
    const answer = await authorized(outgoing, http, attempt, { origin, hop, ask: send });
    if ('code' in answer) return answer;
    if (!leadsOn(http, answer)) return withFacts(answer, outgoing, attempt, followed);
    notOfLast(attempt, 'earlier hop');
    outgoing = nextHop(http, outgoing, answer, followed);
    if ('code' in outgoing) return outgoing;
    attempt.effects.hide?.(percentDecoded(outgoing.url.password));
    attempt.effects.trace?.tell('*', `redirect ${followed + 1}, to ${outgoing.url.href}`);
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
  const { certificate, ipVersion, tlsVersion } = attempt;
  const connection = attempt.effects.measuresAll === true ? { ipVersion, tlsVersion } : {};
  return { ...answer, facts: { redirects: followed, url: url.href, httpVersion, certificate, ...connection } };
}

/** One hop, with the cookies that those before it set. */
async function withCookies(attempt: Attempt): Promise<Send | Reason> {
  const loaded = await within(attempt, import('./cookies.ts'));
  return 'code' in loaded ? loaded : loaded.withJar(send);
}

/** One hop. */
function send(outgoing: Outgoing, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  return onceStoreIsRead(() => sendOnce(outgoing, http, attempt));
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
