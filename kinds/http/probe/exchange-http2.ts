import type { ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../../probing/attempt.ts';
import { connect, constants } from '../../probing/http2/builtins.ts';
import { guardFrames } from '../../probing/http2/frames.ts';
import { brokenReason, endedReason, sessionReason } from '../../probing/http2/reasons.ts';
import { traceRequest } from '../../probing/http2/trace-request.ts';
import { addPiece, newPieces, wholeOf } from '../../probing/pieces.ts';
import { NOT_YET } from '../../probing/timeline.ts';
import type { Outgoing } from './encode.ts';
import { type Answer, beginBody, HTTP_1_1_REQUIRED, informationCounter, type Reading } from './exchange.ts';

/** What HTTP/1.1 says of its connection, HTTP/2 says otherwise (RFC 9113, 8.2.2). */
const OF_CONNECTION = new Set(['connection', 'host', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/** One request and its response as the only stream of an HTTP/2 connection; otherwise like exchange. */
export function exchangeHttp2(
  socket: Socket,
  outgoing: Outgoing,
  attempt: Attempt,
  reading: Reading,
): Promise<Answer | Reason | typeof HTTP_1_1_REQUIRED> {
  return new Promise((resolve) => {
    attempt.giveUp = resolve;
    const guarded = guardFrames(socket, (words) => resolve(brokenReason(words, attempt)));
    const session = connect(outgoing.url.origin, {
      createConnection: () => guarded,
      settings: { enablePush: false },
      // The server's own limit counts, not a guess about it.
      peerMaxConcurrentStreams: 1,
    });
    session.on('error', (error) => resolve(sessionReason(error, attempt)));
    session.on('goaway', (code) => {
      if (code !== constants.NGHTTP2_NO_ERROR) resolve(whyEnded(code, attempt));
    });
    const headers = headersOf(outgoing);
    traceRequest(headers, outgoing.body, attempt);
    const stream = session.request(headers, { endStream: outgoing.body === null });
    stream.on('error', (error: Error & { code?: string }) => {
      const isEnded = error.code === 'ERR_HTTP2_STREAM_ERROR';
      resolve(isEnded ? whyEnded(stream.rstCode ?? 0, attempt) : sessionReason(error, attempt));
    });
    listen(stream, attempt, reading, resolve);
    if (outgoing.body !== null) stream.end(outgoing.body);
  });
}

function listen(
  stream: ClientHttp2Stream,
  attempt: Attempt,
  reading: Reading,
  resolve: (answer: Answer | Reason | typeof HTTP_1_1_REQUIRED) => void,
): void {
  const { line, effects } = attempt;
  const pieces = newPieces();
  let rawHeaders: readonly string[] = [];
  const answerWith = (body: Buffer, truncated: boolean): void => {
    if (line.ended === NOT_YET || !truncated) line.ended = effects.now();
    resolve({ status: attempt.status ?? 0, rawHeaders, body, truncated, httpVersion: '2' });
  };
  stream.on('headers', informationCounter(attempt, resolve));
  stream.on('response', (headers, _flags, raw) => {
    line.answered = effects.now();
    attempt.status = headers[':status'] ?? null;
    rawHeaders = withoutPseudo(raw);
    effects.trace?.head('<', `HTTP/2 ${attempt.status}`, rawHeaders);
    if (reading.headersOnly(attempt.status ?? 0, rawHeaders)) return answerWith(Buffer.alloc(0), false);
    beginBody(attempt, rawHeaders, reading, () => answerWith(wholeOf(pieces), true));
  });
  stream.on('data', (chunk: Buffer) => {
    line.ended = effects.now();
    addPiece(pieces, chunk);
    attempt.received += chunk.length;
    if (attempt.received <= BODY_CAP_BYTES) return;
    stream.pause();
    answerWith(wholeOf(pieces).subarray(0, BODY_CAP_BYTES), true);
  });
  const isWhole = (): boolean =>
    attempt.status !== null && !stream.aborted && stream.rstCode === constants.NGHTTP2_NO_ERROR;
  stream.on('end', () => {
    if (isWhole()) answerWith(wholeOf(pieces), false);
  });
  stream.on('close', () => {
    if (!isWhole()) resolve(whyEnded(stream.rstCode ?? 0, attempt));
  });
}

/** Node takes what is given several times as a list. */
function headersOf({ url, method, target, headers }: Outgoing): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {
    ':method': method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': url.host,
    ':path': target,
  };
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    if (name === 'host') all[':authority'] = value;
    if (OF_CONNECTION.has(name)) continue;
    const before = all[name];
    all[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return all;
}

function withoutPseudo(raw: readonly string[]): readonly string[] {
  return raw.flatMap((name, i) => (i % 2 === 0 && !name.startsWith(':') ? [name, raw[i + 1] ?? ''] : []));
}

function whyEnded(code: number, attempt: Attempt): Reason | typeof HTTP_1_1_REQUIRED {
  return code === constants.NGHTTP2_HTTP_1_1_REQUIRED ? HTTP_1_1_REQUIRED : endedReason(code, attempt);
}
