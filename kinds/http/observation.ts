import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';

/**
 * A whole HTTP response. `rawHeaders` alternates names and values as they came. `body` holds the first BODY_CAP_BYTES
 * as sent; `truncated` when there was more.
 */
export type HttpResponse = Measured & {
  readonly outcome: 'response';
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly truncated: boolean;
  /** Only when the check expects something of the way there. */
  readonly facts?: Facts;
};

/** Of the last hop, which `isFirst` when no redirect was followed. `certificate` is null where there was no TLS. */
export type Facts = {
  readonly isFirst: boolean;
  readonly url: string;
  readonly httpVersion: string;
  readonly certificate: Certificate | null;
};

export type HttpObservation = HttpResponse | Failure;

/** The values of a header, whose name is given in lower case, in the order they came. */
export function headerValues(rawHeaders: readonly string[], lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}
