import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { BODY_CAP_BYTES } from '#core/contract.ts';
import { quote, safeText } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, nameOf } from '../../probing/attempt.ts';
import { HAS_ZSTD } from './codings.ts';
import type { Answer } from './exchange.ts';

/** As many as curl takes; a server has no reason for a second one. */
const MOST_CODINGS = 5;

type Body = { readonly bytes: Buffer; readonly truncated: boolean };

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Transform>> = {
  __proto__: null as never,
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: (bytes) => (isZlib(bytes) ? zlib.createInflate() : zlib.createInflateRaw()),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
};

const NO_ZSTD = `zstd, which Node ${process.version} cannot read; run Rollcall on Node 22.15 or newer`;

/**
 * The answer with its body as it was before its codings, of which no more than BODY_CAP_BYTES is ever made. `strictly`: one
 * that is not known is a fault; else the body keeps it, as in a browser.
 */
export async function inflated(
  answer: Answer,
  codings: readonly string[],
  strictly: boolean,
  attempt: Attempt,
): Promise<Answer | Reason> {
  const place = nameOf(attempt.to);
  if (codings.length > MOST_CODINGS) {
    return protocol(`content-encoding of ${place} names ${codings.length}, wanted ${MOST_CODINGS} at most`);
  }
  let body: Body = { bytes: answer.body, truncated: answer.truncated };
  const left = [...codings];
  for (let coding = left.at(-1); coding !== undefined; coding = left.at(-1)) {
    const decoder = DECODERS[coding];
    if (decoder === undefined) {
      if (strictly)
        return protocol(`content-encoding of ${place} is ${quote(coding)}, wanted gzip, deflate, br or zstd`);
      attempt.lenient.add('unknown content-encoding');
      break;
    }
    if (coding === 'zstd' && !HAS_ZSTD)
      return { code: 'config', message: `content-encoding of ${place} is ${NO_ZSTD}` };
    const result = await decoded(body, decoder(body.bytes));
    if (result instanceof Error) {
      const words = `is not ${coding}, as its content-encoding says (${safeText(result.message)})`;
      return protocol(`body from ${place} ${words}`);
    }
    body = result;
    left.pop();
  }
  return { ...answer, body: body.bytes, truncated: body.truncated, ...(left.length > 0 && { coded: left.join(', ') }) };
}

function protocol(message: string): Reason {
  return { code: 'protocol', message };
}

/** What lies behind the cap is neither kept nor made. A body that was cut may end anywhere. */
function decoded({ bytes, truncated }: Body, decoder: Transform): Promise<Body | Error> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    decoder.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= BODY_CAP_BYTES) return;
      resolve({ bytes: Buffer.concat(chunks).subarray(0, BODY_CAP_BYTES), truncated: true });
      decoder.destroy();
    });
    decoder.on('end', () => resolve({ bytes: Buffer.concat(chunks), truncated }));
    decoder.on('error', (error) => resolve(truncated ? { bytes: Buffer.concat(chunks), truncated } : error));
    decoder.end(bytes);
  });
}

/** "deflate" means zlib's format; some servers send the bare one (RFC 9110, 8.4.1.2). */
function isZlib(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}
