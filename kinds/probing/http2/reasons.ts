import { safeText } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, stageOf } from '../attempt.ts';
import { socketReason } from '../socket-reason.ts';
import { constants } from './builtins.ts';

/** Why a stream was ended by its server, by the name of HTTP/2's code (RFC 9113, 7). */
export function endedReason(code: number, attempt: Attempt): Reason {
  // Node cancels the streams of a connection that its peer has closed.
  if (code === constants.NGHTTP2_CANCEL && attempt.socket?.readableEnded === true) {
    return socketReason(Object.assign(new Error('closed'), { code: 'ECONNRESET' }), attempt);
  }
  const name = CODE_NAMES.get(code) ?? `code ${code}`;
  return { code: 'reset', message: `HTTP/2 stream ended by ${nameOf(attempt.to)} with ${name} (${stageOf(attempt)})` };
}

const CODE_NAMES = new Map(
  Object.entries(constants).flatMap(([name, value]) =>
    /^NGHTTP2_(?:[A-Z0-9_]+_ERROR|REFUSED_STREAM|CANCEL|STREAM_CLOSED|SETTINGS_TIMEOUT|ENHANCE_YOUR_CALM|INADEQUATE_SECURITY|HTTP_1_1_REQUIRED)$/.test(
      name,
    ) && typeof value === 'number'
      ? [[value, name.slice('NGHTTP2_'.length)] as const]
      : [],
  ),
);

/** Why a session or its connection failed. */
export function sessionReason(error: Error & { code?: string }, attempt: Attempt): Reason {
  const code = error.code ?? '';
  if (!code.startsWith('ERR_HTTP2_')) return socketReason(error, attempt);
  return brokenReason(safeText(error.message), attempt);
}

/** What is wrong with what came, in words. */
export function brokenReason(words: string, attempt: Attempt): Reason {
  return { code: 'protocol', message: `broken HTTP/2 from ${nameOf(attempt.to)}: ${words} (${stageOf(attempt)})` };
}
