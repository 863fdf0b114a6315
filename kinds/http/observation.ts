import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/**
 * A whole HTTP response. `rawHeaders` alternates names and values as they came, each character a byte. `body` holds the first BODY_CAP_BYTES
 * as sent; `truncated` when there was more.
 */
export type HttpResponse = Measured & {
  readonly outcome: 'response';
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly truncated: boolean;
  /** The content-encoding that the body still has, as the server names it. */
  readonly coded?: string;
  /** Only when the check expects something of the way there. */
  readonly facts?: Facts;
};

/**
 * Of the last hop. `redirects`: how many were followed to it. `certificate` is null where there was no TLS. `ipVersion` and
 * `tlsVersion`, as `1.3`, where all is measured.
 */
export type Facts = {
  readonly redirects: number;
  readonly url: string;
  readonly httpVersion: string;
  readonly certificate: Certificate | null;
  readonly ipVersion?: 4 | 6 | null;
  readonly tlsVersion?: string | null;
};

/** What came back of an http check: a response, or why there is none. */
export type HttpObservation = HttpResponse | Failure;

/** The values of a header, whose name is given in lower case, in the order they came: UTF-8 where they are that. */
export function headerValues(rawHeaders: readonly string[], lowerName: string): string[] {
  return rawValues(rawHeaders, lowerName).map(readable);
}

/** The same values as they came, each character a byte. */
export function rawValues(rawHeaders: readonly string[], lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}

/** Where an answer leads on, as a URL has it: bytes that are not ASCII percent-encoded as they came; null without one. */
export function locationOf(rawHeaders: readonly string[]): string | null {
  const [value] = rawValues(rawHeaders, 'location');
  if (value === undefined) return null;
  return NOT_BYTES.test(value) ? value : value.replace(/[\x80-\xff]/g, percentEncoded);
}

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Text as the bytes of a header: the opposite of what `headerValues` does. */
export function headerBytes(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text;
}

const BEYOND_ASCII = /[^\0-\x7f]/;
const NOT_BYTES = /[^\0-\xff]/;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readable(value: string): string {
  if (!BEYOND_ASCII.test(value) || NOT_BYTES.test(value)) return value;
  try {
    return UTF8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
