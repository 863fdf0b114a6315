import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** A request, as far as a route looks at it. `path`: its steps, decoded. `from`: the address of who asks. */
export type Asked = {
  readonly method: string;
  readonly path: readonly string[];
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly httpVersion: string;
  readonly from: string;
  /** What was sent, read once; throws TooLarge above `most` bytes. */
  body(most: number): Promise<Buffer>;
  /** The last `kept` bytes of what was sent, read once; throws TooLarge above `most` bytes. */
  tail(most: number, kept: number): Promise<Buffer>;
};

/** More than a path and a query of ours ever are. */
const MOST_TARGET = 4_000;

/**
 * The request, or null where its target is none that a route could have. `base`: what a proxy may leave before the path, with a
 * slash at its end.
 */
export function askedOf(request: IncomingMessage, base: string): Asked | null {
  const target = request.url ?? '';
  if (!target.startsWith('/') || target.length > MOST_TARGET) return null;
  const cut = target.indexOf('?');
  const whole = cut < 0 ? target : target.slice(0, cut);
  const rawPath = whole.startsWith(base) ? whole.slice(base.length - 1) : whole;
  const rawQuery = cut < 0 ? '' : target.slice(cut + 1);
  const path = stepsOf(rawPath);
  if (path === null) return null;
  let body: Promise<Buffer> | undefined;
  return {
    method: request.method ?? '',
    path,
    rawPath,
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    httpVersion: request.httpVersion,
    from: request.socket.remoteAddress ?? '',
    body: (most) => {
      body ??= readBody(request, most, most);
      return body;
    },
    tail: (most, kept) => {
      body ??= readBody(request, most, kept);
      return body;
    },
  };
}

function stepsOf(rawPath: string): readonly string[] | null {
  try {
    return rawPath.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** A body above what a route takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge' as const;
}

/** A body that was not what its route reads. */
export class BadBody extends Error {
  override readonly name = 'BadBody' as const;
}

/** No more is held at a time than is kept. */
async function readBody(request: IncomingMessage, most: number, kept: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let [bytes, held] = [0, 0];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new TooLarge(`more than ${most} bytes`);
    chunks.push(chunk);
    held += chunk.length;
    for (let first = chunks[0]; first !== undefined && held - first.length >= kept; first = chunks[0]) {
      chunks.shift();
      held -= first.length;
    }
  }
  return Buffer.concat(chunks).subarray(-kept);
}

/** As much as a form or a document of ours takes. */
const MOST_FORM = 16 * 1024;

/** The fields of a form. Throws TooLarge and BadBody. */
export async function formOf(asked: Asked): Promise<URLSearchParams> {
  const body = await textOf(asked);
  if (!/^application\/x-www-form-urlencoded\b/i.test(asked.headers['content-type'] ?? '')) {
    throw new BadBody('send application/x-www-form-urlencoded');
  }
  return new URLSearchParams(body);
}

/** The JSON that was sent; undefined where nothing was. Throws TooLarge and BadBody. */
export async function jsonOf(asked: Asked): Promise<unknown> {
  const body = await textOf(asked);
  if (body === '') return undefined;
  if (!/^application\/json\b/i.test(asked.headers['content-type'] ?? '')) throw new BadBody('send application/json');
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new BadBody('this is no JSON', { cause });
  }
}

async function textOf(asked: Asked): Promise<string> {
  const body = await asked.body(MOST_FORM);
  if (!isUtf8(body)) throw new BadBody('this is no UTF-8');
  return body.toString('utf8');
}
