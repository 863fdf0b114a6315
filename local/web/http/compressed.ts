import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const [byBrotli, byGzip] = [promisify(brotliCompress), promisify(gzip)];

/** Below it a packet is a packet. */
const LEAST_BYTES = 1_024;
/** Brotli's highest levels take a second for a page; at 5 it is smaller than gzip and as quick. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

export type Coding = 'br' | 'gzip';

/** The coding that a client takes and we make, null for none. */
export function codingFor(accepted: string | undefined): Coding | null {
  const wanted = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const quality = parameters.find((word) => word.startsWith('q='))?.slice(2) ?? '1';
      return [coding, Number(quality)] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((coding) => (wanted.get(coding) ?? wanted.get('*') ?? 0) > 0) ?? null;
}

/** The body as a client gets it. What is short, or no text, stays as it is. */
export async function compressed(
  body: Buffer,
  type: string,
  coding: Coding | null,
): Promise<{ readonly body: Buffer; readonly coding: Coding | null }> {
  if (coding === null || body.length < LEAST_BYTES || !/text|json|xml|javascript/.test(type)) {
    return { body, coding: null };
  }
  return { body: coding === 'br' ? await byBrotli(body, BROTLI) : await byGzip(body), coding };
}
