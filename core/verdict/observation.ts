import { NO_PHASES, type Phases, type Reason } from './verdict.ts';

/** What was measured on the way. `latencyMs` counts from the start of the attempt, redirects included; `phases` are the last hop's. */
type Measured = { readonly phases: Phases; readonly latencyMs: number };

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

/**
 * What a target shows for itself. `validTo` is an ISO time, or the peer's own words where they are no time; `issuer` as
 * `CN=R3, O=…`; `fingerprint` its SHA-256 in hexadecimal digits.
 */
export type Certificate = { readonly validTo: string; readonly issuer: string; readonly fingerprint: string };

/** Of the last hop, which `isFirst` when no redirect was followed. `certificate` is null where there was no TLS. */
export type Facts = {
  readonly isFirst: boolean;
  readonly url: string;
  readonly httpVersion: string;
  readonly certificate: Certificate | null;
};

/** A TCP connection that was made. */
type Connected = Measured & { readonly outcome: 'connected' };

/** No whole answer came. `status` is what the response began with, null when it did not begin. */
export type Failure = Measured & {
  readonly outcome: 'failure';
  readonly reason: Reason;
  readonly status: number | null;
  /** The one that was shown, accepted or not, when the check expects something of the way there. */
  readonly certificate?: Certificate;
};

export type HttpObservation = HttpResponse | Failure;
export type TcpObservation = Connected | Failure;

/** What cannot be sent was not observed either. */
export function notSent(reason: Reason): Failure {
  return { outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs: 0 };
}

/** The values of a header, whose name is given in lower case, in the order they came. */
export function headerValues(rawHeaders: readonly string[], lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}
