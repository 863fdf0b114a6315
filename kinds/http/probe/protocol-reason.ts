import { quote } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, stageOf } from '../../probing/attempt.ts';
import { socketReason } from '../../probing/socket-reason.ts';
import { NOT_YET } from '../../probing/timeline.ts';
import { handshakeReason } from '../../probing/tls/tls-reason.ts';
import type { Framing } from './http1/framing.ts';

const BEGINNING_BYTES = 60;

/** Of an answer that did not begin as HTTP does: how it began. */
export function notHttp(beginning: string, attempt: Attempt): Reason {
  return {
    code: 'protocol',
    message: `answer of ${nameOf(attempt.to)} is not HTTP, it begins ${quote(beginning, BEGINNING_BYTES)}`,
  };
}

/** Of an answer that is not as HTTP wants it; `words` say what is wrong. */
export function brokenHttp(words: string, attempt: Attempt): Reason {
  const stage = attempt.line.answered === NOT_YET ? '' : ` (${stageOf(attempt)})`;
  return { code: 'protocol', message: `broken HTTP from ${nameOf(attempt.to)}: ${words}${stage}` };
}

/** Why a connection broke. `framing` is null before the body has begun. */
export function brokenConnection(error: Error & { code?: string }, framing: Framing | null, attempt: Attempt): Reason {
  // With TLS 1.3 a client learns only now that its own certificate was not accepted.
  if (error.code?.startsWith('ERR_SSL_') === true) return handshakeReason(error, attempt);
  return framing === null ? socketReason(error, attempt) : endedEarly(framing, attempt);
}

/**
 * Of a connection that its peer closed in good order, before the answer was whole. `isBegun`: the headers had begun.
 */
export function closedEarly(framing: Framing | null, isBegun: boolean, attempt: Attempt): Reason {
  if (framing !== null) return endedEarly(framing, attempt);
  const stage = isBegun ? 'reading the headers' : stageOf(attempt);
  return { code: 'reset', message: `connection closed by ${nameOf(attempt.to)} (${stage})` };
}

/** Of a body that ended before its end. */
function endedEarly(framing: Framing, attempt: Attempt): Reason {
  const came = attempt.received.toLocaleString('en-US');
  return { code: 'reset', message: `connection closed by ${nameOf(attempt.to)} after ${came} ${wholeOf(framing)}` };
}

function wholeOf(framing: Framing): string {
  if (framing.by === 'length') return `of ${framing.said} bytes of the body`;
  return framing.by === 'chunks' ? 'bytes of the body, before its last chunk' : 'bytes of the body, in bad order';
}
