import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { unbracketed } from '#core/address/unbracketed.ts';
import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import {
  type Attempt,
  connectionMade,
  type Endpoint,
  endAttempt,
  endpointNamed,
  failed,
  measuredOf,
  nameOf,
  startAttempt,
} from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { connectSecured } from '../probing/tls/connect-secured.ts';
import { callHealth, isGrpc, messageOf, type Response } from './call.ts';
import type { GrpcCheck, GrpcTarget } from './check.ts';
import { servingOf } from './health-message.ts';
import type { GrpcObservation } from './observation.ts';

/** Of what is no gRPC, as much as is shown. */
const MOST_SHOWN_BYTES = 300;

/** Asks the health service once, over a connection of its own. */
export async function observe({ target, ...limits }: GrpcCheck, effects: CheckerEffects): Promise<GrpcObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    const response = await call(target, attempt);
    return 'code' in response ? failed(attempt, response) : observationOf(response, attempt);
  } finally {
    endAttempt(attempt);
  }
}

async function call(target: GrpcTarget, attempt: Attempt): Promise<Response | Reason> {
  const line = await lineTo(target, attempt);
  if ('code' in line) return line;
  connectionMade(attempt);
  const response = await callHealth(line, target, attempt);
  return 'code' in response ? mistaken(response, target) : response;
}

/** A connection that speaks HTTP/2. */
async function lineTo(target: GrpcTarget, attempt: Attempt): Promise<Socket | Reason> {
  const to = endpointOf(target);
  if (target.tls === undefined) return connectTcp(to, attempt);
  const secured = await connectSecured(to, target.tls, attempt, ['h2']);
  return 'code' in secured ? secured : withHttp2(secured, attempt);
}

function withHttp2(secured: TLSSocket, attempt: Attempt): TLSSocket | Reason {
  if (secured.alpnProtocol === 'h2') return secured;
  const picked = secured.alpnProtocol === false ? 'nothing' : quote(secured.alpnProtocol ?? '');
  return { code: 'protocol', message: `${nameOf(attempt.to)} picked ${picked} by ALPN, wanted h2, which gRPC needs` };
}

/** The name of `authority` is what a certificate is held against, the connection is made to the host. */
function endpointOf({ authority, ...place }: GrpcTarget): Endpoint {
  const name = authority === undefined ? undefined : unbracketed(new URL(`http://${authority}`).hostname);
  return endpointNamed(place, name);
}

/** In plain text the first bytes of a server that wants TLS, or of anything else, are broken HTTP/2. */
function mistaken(reason: Reason, { tls }: GrpcTarget): Reason {
  if (tls !== undefined || !/does not begin with SETTINGS|connection (?:closed|reset)/.test(reason.message))
    return reason;
  return { ...reason, message: `${reason.message}; where it wants TLS, write tls: true` };
}

function observationOf(response: Response, attempt: Attempt): GrpcObservation {
  const { trailers, body } = response;
  const fault = strangeness(response);
  if (fault !== null) {
    const beginning = body.subarray(0, MOST_SHOWN_BYTES).toString();
    return { ...failed(attempt, fault), ...(isGrpc(response.head) ? {} : { beginning }) };
  }
  const code = Number(trailers['grpc-status']);
  const serving = code === 0 ? servingOf(body) : null;
  if (typeof serving === 'string') return failed(attempt, { code: 'protocol', message: serving });
  return {
    outcome: 'answered',
    code,
    message: messageOf(trailers),
    serving,
    ...measuredOf(attempt),
  };
}

/** Why a response is none of gRPC's: gRPC over HTTP/2, Responses; null when it is. */
function strangeness({ status, head, trailers }: Response): Reason | null {
  const type = head['content-type'] === undefined ? 'no content-type' : `content-type ${quote(head['content-type'])}`;
  if (status !== 200) return { code: 'status', message: `HTTP status ${status}, wanted 200 (${type})` };
  if (!isGrpc(head)) return { code: 'protocol', message: `answer is not gRPC: ${type}` };
  const said = trailers['grpc-status'];
  if (said === undefined) return { code: 'protocol', message: 'answer has no grpc-status' };
  if (/^\d{1,3}$/.test(String(said))) return null;
  return { code: 'protocol', message: `grpc-status ${quote(String(said))} is no number` };
}
