import type { Socket } from 'node:net';
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
import { connectTls } from '../../probing/tls/connect-tls.ts';
import type { HttpAuth, HttpCheck, HttpRequest } from '../check.ts';
import type { Facts, HttpObservation } from '../observation.ts';
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
