import type { HttpCheck, HttpRequest } from '#core/checks/check.ts';
import type { HttpObservation } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/verdict.ts';
import {
  type Attempt,
  connectionMade,
  type Endpoint,
  elapsed,
  endAttempt,
  failed,
  startAttempt,
} from '#functions/runtime/attempt.ts';
import type { CheckerEffects } from '#functions/runtime/effects.ts';
import { connectTcp } from '#functions/runtime/tcp-connect.ts';
import { phasesOf } from '#functions/runtime/timeline.ts';
import { encodeRequest, type Outgoing } from './encode.ts';
import { type Answer, exchange } from './exchange.ts';
import { isRedirect, redirected } from './redirect.ts';
import { connectTls } from './tls-connect.ts';

/** Performs the check's request once, redirects included, and tells what came back. Never throws for a target's sake. */
export async function observe({ http, ...limits }: HttpCheck, effects: CheckerEffects): Promise<HttpObservation> {
  const attempt = startAttempt(limits, effects, http.allowPrivate);
  try {
    const answer = await follow(http, attempt);
    if ('code' in answer) return failed(attempt, answer);
    const { status, rawHeaders, body, truncated } = answer;
    const phases = phasesOf(attempt.line);
    return { outcome: 'response', status, rawHeaders, body, truncated, phases, latencyMs: elapsed(attempt) };
  } finally {
    endAttempt(attempt);
  }
}

async function follow(http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  let outgoing = encodeRequest(http);
  for (let followed = 0; ; followed += 1) {
    if ('code' in outgoing) return outgoing;
    const answer = await send(outgoing, http, attempt);
    if ('code' in answer || http.follow === 0 || !isRedirect(answer.status, answer.rawHeaders)) return answer;
    if (followed === http.follow) {
      return { code: 'redirect', message: `more than ${http.follow} redirects, the last from ${outgoing.url.host}` };
    }
    outgoing = redirected(outgoing, answer);
  }
}

/** One hop: connect, TLS for https, request and response. */
async function send(outgoing: Outgoing, http: HttpRequest, attempt: Attempt): Promise<Answer | Reason> {
  const { url } = outgoing;
  const socket = await connectTcp(endpointOf(url, http), attempt);
  if ('code' in socket) return socket;
  const stream = url.protocol === 'https:' ? await connectTls(socket, http.tls, attempt) : socket;
  if ('code' in stream) return stream;
  connectionMade(attempt);
  return exchange(stream, outgoing, attempt, http.follow > 0 ? isRedirect : never);
}

function endpointOf(url: URL, { family }: HttpRequest): Endpoint {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port);
  return { host, port: port ?? 0, family };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function never(): boolean {
  return false;
}
