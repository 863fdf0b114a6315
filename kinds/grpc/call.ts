import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { USER_AGENT } from '#core/contract.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, elapsed } from '../probing/attempt.ts';
import { connect, constants } from '../probing/http2/builtins.ts';
import { guardFrames } from '../probing/http2/frames.ts';
import { brokenReason, endedReason, sessionReason } from '../probing/http2/reasons.ts';
import { traceRequest } from '../probing/http2/trace-request.ts';
import { addPiece, newPieces, wholeOf } from '../probing/pieces.ts';
import { NOT_YET } from '../probing/timeline.ts';
import type { GrpcTarget } from './check.ts';
import { lengthSaid, requestOf } from './health-message.ts';

/** An answer of the health service is some bytes; an HTML page shows enough of itself in so many. */
const MOST_BYTES = 64 * 1024;
/** gRPC's own most: eight digits. */
const MOST_TIMEOUT = 99_999_999;

/** A response as it came. `trailers` are its head's where there is nothing but a head. */
export type Response = {
  readonly status: number;
  readonly head: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Calls `Check` of the health service over a connection that speaks HTTP/2, within the attempt's deadlines. */
export function callHealth(socket: Socket, target: GrpcTarget, attempt: Attempt): Promise<Response | Reason> {
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    const guarded = guardFrames(socket, (words) => resolve(brokenReason(words, attempt)));
    const scheme = target.tls === undefined ? 'http' : 'https';
    const session = connect(`${scheme}://${authorityOf(target)}`, {
      createConnection: () => guarded,
      settings: { enablePush: false },
      peerMaxConcurrentStreams: 1,
    });
    session.on('error', (error) => resolve(sessionReason(error, attempt)));
    session.on('goaway', (code) => {
      if (code !== constants.NGHTTP2_NO_ERROR) resolve(endedReason(code, attempt));
    });
    const headers = headersOf(target, scheme, attempt);
    traceRequest(headers, null, attempt);
    const stream = session.request(headers);
    stream.on('error', (error: Error & { code?: string }) => {
      const isEnded = error.code === 'ERR_HTTP2_STREAM_ERROR';
      resolve(isEnded ? endedReason(stream.rstCode ?? 0, attempt) : sessionReason(error, attempt));
    });
    listen(stream, attempt, resolve);
    stream.end(requestOf(target.service));
  });
}

/** A head may be all there is (trailers only), and trailers come behind the body. */
function listen(stream: ClientHttp2Stream, attempt: Attempt, resolve: (got: Response | Reason) => void): void {
  const { line, effects } = attempt;
  const pieces = newPieces();
  let said: number | null = null;
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const traceHeaders = (what: string, headers: IncomingHttpHeaders): void => {
    effects.trace?.head(
      '<',
      what,
      Object.entries(headers).flatMap(([name, value]) => [name, String(value)]),
    );
  };
  stream.on('response', (headers) => {
    line.answered = effects.now();
    attempt.status = headers[':status'] ?? null;
    head = headers;
    traceHeaders('HTTP/2', headers);
    if (headers['grpc-status'] !== undefined) trailers = headers;
    // Not before: Node reports a body sooner than the head in front of it.
    stream.on('data', take);
  });
  stream.on('trailers', (headers) => {
    trailers = headers;
    traceHeaders('trailers', headers);
  });
  const answer = (): void => {
    line.ended = effects.now();
    resolve({ status: attempt.status ?? 0, head, trailers, body: wholeOf(pieces) });
  };
  const take = (chunk: Buffer): void => {
    addPiece(pieces, chunk);
    attempt.received += chunk.length;
    said ??= lengthSaid(wholeOf(pieces));
    if (Math.max(said ?? 0, attempt.received) <= MOST_BYTES) return;
    if (isGrpc(head)) resolve(tooLong(said ?? 0));
    else answer();
  };
  const isWhole = (): boolean =>
    line.answered !== NOT_YET && !stream.aborted && stream.rstCode === constants.NGHTTP2_NO_ERROR;
  stream.on('end', () => {
    if (isWhole()) answer();
  });
  stream.on('close', () => {
    if (!isWhole()) resolve(endedReason(stream.rstCode ?? 0, attempt));
  });
}

/** Whether a response says that it is gRPC's. */
export function isGrpc(head: IncomingHttpHeaders): boolean {
  return /^application\/grpc(?:$|[+;])/.test(head['content-type'] ?? '');
}

/** More than an answer may be, by what it says of itself or by what has come. */
function tooLong(said: number): Reason {
  const what = said > MOST_BYTES ? `message of ${said.toLocaleString('en-US')} bytes` : 'messages without an end';
  return { code: 'too-large', message: `${what}, where an answer of the health service takes two` };
}

function headersOf(target: GrpcTarget, scheme: string, attempt: Attempt): Record<string, string | string[]> {
  const left = Math.ceil(attempt.limits.timeoutMs - elapsed(attempt));
  return {
    ':method': 'POST',
    ':scheme': scheme,
    ':authority': authorityOf(target),
    ':path': '/grpc.health.v1.Health/Check',
    te: 'trailers',
    'content-type': 'application/grpc',
    'grpc-timeout': `${Math.min(Math.max(left, 1), MOST_TIMEOUT)}m`,
    'user-agent': USER_AGENT,
    ...ownHeaders(target),
  };
}

/** What is given several times is a list. */
function ownHeaders({ headers }: GrpcTarget): Record<string, string | string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    all.set(key, [...(all.get(key) ?? []), value]);
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]));
}

function authorityOf({ authority, host, port }: GrpcTarget): string {
  return authority ?? (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}

/** The words behind a status: percent-encoded UTF-8 (gRPC over HTTP/2, Responses). What is not stays as it came. Not made safe. */
export function messageOf(trailers: IncomingHttpHeaders): string {
  const said = String(trailers['grpc-message'] ?? '');
  try {
    return decodeURIComponent(said);
  } catch {
    return said;
  }
}
