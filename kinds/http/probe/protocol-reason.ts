import type { IncomingMessage } from 'node:http';
import { quote, safeText } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf, stageOf } from '../../probing/attempt.ts';
import { socketReason } from '../../probing/socket-reason.ts';
import { handshakeReason } from '../../probing/tls/tls-reason.ts';

/** What comes before the body is at most this long. Node's own 16 KiB is less than some applications' cookies take. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** What Node's parser says when it gives up. */
type ParseError = Error & { readonly code?: string; readonly reason?: string; readonly rawPacket?: Buffer };

/** The parser's codes that people meet, in words. */
const IN_WORDS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: `headers are longer than ${MAX_HEADER_BYTES / 1024} KiB`,
  HPE_INVALID_CHUNK_SIZE: 'size of a chunk of the body is not a number',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'chunk extensions are too long',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'content-length is given twice, or beside transfer-encoding',
  HPE_INVALID_CONTENT_LENGTH: 'content-length is not a number',
  HPE_INVALID_TRANSFER_ENCODING: 'transfer-encoding is given where it may not be',
  HPE_INVALID_STATUS: 'status is not a number of three digits',
  HPE_INVALID_VERSION: 'version of HTTP is not one that exists',
};
/** How these begin is worth showing: the peer speaks something else. */
const NOT_HTTP = new Set(['HPE_INVALID_CONSTANT', 'HPE_INVALID_METHOD', 'HPE_CR_EXPECTED', 'HPE_INVALID_VERSION']);

/** Why a request got no whole response. */
export function protocolReason(error: ParseError, response: IncomingMessage | null, attempt: Attempt): Reason {
  const code = error.code ?? '';
  // What came in the same packet as the fault has not been handed out yet.
  attempt.received += response?.readableLength ?? 0;
  if (code.startsWith('HPE_')) return { code: 'protocol', message: brokenHttp(code, error, response, attempt) };
  // With TLS 1.3 a client learns only now that its own certificate was not accepted.
  if (code.startsWith('ERR_SSL_')) return handshakeReason(error, attempt);
  return response === null ? socketReason(error, attempt) : bodyReason(response, attempt);
}

function brokenHttp(code: string, error: ParseError, response: IncomingMessage | null, attempt: Attempt): string {
  if (response === null && NOT_HTTP.has(code) && error.rawPacket !== undefined) {
    return `answer of ${nameOf(attempt.to)} is not HTTP, it begins ${quote(error.rawPacket.toString('latin1', 0, 40))}`;
  }
  const words = IN_WORDS[code] ?? safeText(error.reason ?? code);
  return `broken HTTP from ${nameOf(attempt.to)}: ${words}${response === null ? '' : ` (${stageOf(attempt)})`}`;
}

/** Why a body ended before its end. */
export function bodyReason(response: IncomingMessage, attempt: Attempt): Reason {
  const came = attempt.received.toLocaleString('en-US');
  const length = response.headers['content-length'];
  const wanted =
    length === undefined
      ? `${came} bytes of the body, before its last chunk`
      : `${came} of ${length} bytes of the body`;
  return { code: 'reset', message: `connection closed by ${nameOf(attempt.to)} after ${wanted}` };
}
