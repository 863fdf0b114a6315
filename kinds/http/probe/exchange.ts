import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../probing/attempt.ts';
import { request } from './builtins.ts';
import type { Outgoing } from './encode.ts';
import { addPiece, newPieces, wholeOf } from './pieces.ts';
import { bodyReason, MAX_HEADER_BYTES, protocolReason } from './protocol-reason.ts';

/** What one hop answered. */
export type Answer = {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly truncated: boolean;
  readonly httpVersion: string;
};

/** More 1xx answers than any server has a reason to send before the real one. */
export const MOST_INFORMATION = 20;
const NOTHING = Buffer.alloc(0);

/**
 * One request and its response over a connection that is then closed. The body is read up to BODY_CAP_BYTES, and not at
 * all when `headersOnly` says that the headers are all there is to know.
 */
export function exchange(
  socket: Socket,
  outgoing: Outgoing,
  attempt: Attempt,
  headersOnly: (status: number, rawHeaders: readonly string[]) => boolean,
): Promise<Answer | Reason> {
  return new Promise((resolve) => {
    const { line, effects } = attempt;
    attempt.giveUp = resolve;
    const answerWith = (response: IncomingMessage, body: Buffer, truncated: boolean): void => {
      line.ended = effects.now();
      const { statusCode, rawHeaders, httpVersion } = response;
      resolve({ status: statusCode ?? 0, rawHeaders, body, truncated, httpVersion });
    };
    const begin = (response: IncomingMessage): void => {
      line.answered = effects.now();
      attempt.status = response.statusCode ?? null;
    };

    const sent = request({
      createConnection: () => socket,
      method: outgoing.method,
      path: outgoing.target,
      headers: outgoing.headers,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    let response: IncomingMessage | null = null;
    let informed = 0;
    sent.on('information', () => {
      informed += 1;
      if (informed > MOST_INFORMATION) {
        resolve({ code: 'protocol', message: `more than ${MOST_INFORMATION} 1xx answers from ${nameOf(attempt.to)}` });
      }
    });
    sent.on('error', (error) => {
      // What comes after a whole response (excess bytes, a reset) does not change it: its end is on the way.
      if (response?.complete !== true) resolve(protocolReason(error, response, attempt));
    });
    // A switch of protocols is an answer without a body.
    sent.on('upgrade', (answer) => {
      begin(answer);
      answerWith(answer, NOTHING, false);
    });
    sent.on('response', (answer) => {
      response = answer;
      begin(answer);
      if (headersOnly(answer.statusCode ?? 0, answer.rawHeaders)) answerWith(answer, NOTHING, false);
      else readBody(answer, attempt, answerWith, resolve);
    });
    sent.end(outgoing.body ?? undefined);
  });
}

function readBody(
  response: IncomingMessage,
  attempt: Attempt,
  answerWith: (response: IncomingMessage, body: Buffer, truncated: boolean) => void,
  fail: (reason: Reason) => void,
): void {
  const pieces = newPieces();
  response.on('data', (chunk: Buffer) => {
    addPiece(pieces, chunk);
    attempt.received += chunk.length;
    if (attempt.received <= BODY_CAP_BYTES) return;
    answerWith(response, wholeOf(pieces).subarray(0, BODY_CAP_BYTES), true);
    response.destroy();
  });
  response.on('end', () => answerWith(response, wholeOf(pieces), false));
  response.on('error', () => fail(bodyReason(response, attempt)));
}
