import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpCheck, StatusRange } from '../check.ts';
import type { HttpObservation, HttpResponse } from '../observation.ts';
import { errorPages } from './bodies.ts';

/** What may happen to any HTTP target: one row a mutation. `answers` is empty where it does not apply. */
type Mutation = {
  readonly name: string;
  readonly what: string;
  readonly advice: string;
  readonly answers: (check: HttpCheck, healthy: HttpResponse, date: Date) => readonly HttpObservation[];
};

const DAY_MS = 24 * 60 * 60 * 1000;
const ADD_TEXT = 'add keyword with text that only a healthy answer holds (or matches, json, schema)';
const OURS = 'this is a fault of Rollcall: no setting can mend it';

/** What may happen to any HTTP target. */
export const HTTP_MUTATIONS: readonly Mutation[] = [
  { name: 'no-answer', what: 'no answer at all', advice: OURS, answers: noAnswer },
  {
    name: 'wrong-status',
    what: 'a wrong status',
    advice: 'add status: 200, or what a healthy answer has',
    answers: wrongStatus,
  },
  { name: 'empty-body', what: 'an empty body', advice: ADD_TEXT, answers: emptyBody },
  {
    name: 'error-page',
    what: 'an error page with status 200',
    advice: ADD_TEXT,
    answers: ({ target }, healthy) => (target.method === 'HEAD' ? [] : errorPages(healthy)),
  },
  {
    name: 'slow',
    what: 'an answer just within the timeout',
    advice: 'add latency for the longest it may take, or degraded to have it marked',
    answers: slow,
  },
  {
    name: 'expired-certificate',
    what: 'an expired certificate',
    advice: 'add certificate: {days: 21}, or accept no certificate that is not trusted',
    answers: expiredCertificate,
  },
];

function noAnswer({ timeoutMs }: HttpCheck): HttpObservation[] {
  return [
    failure({ code: 'refused', message: 'connection refused' }, 1),
    failure({ code: 'timeout', message: `no response within ${timeoutMs / 1000}s` }, timeoutMs),
  ];
}

function failure(reason: Reason, latencyMs: number): HttpObservation {
  return { outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs };
}

/** The commonest first; which of them a check admits is its own business, unless it admits all. */
const WRONG_STATUSES = [500, 502, 503, 404, 403, 401, 302, 200];

function wrongStatus({ expect: { status } }: HttpCheck, healthy: HttpResponse): HttpObservation[] {
  const wrong = WRONG_STATUSES.filter((one) => !admits(status, one));
  return (wrong.length === 0 ? [500] : wrong).map((one) => ({ ...healthy, status: one }));
}

/** Whether a status is in one of the ranges; no range admits all. */
export function admits(ranges: readonly StatusRange[], status: number): boolean {
  return ranges.length === 0 || ranges.some(([from, to]) => status >= from && status <= to);
}

/** The body of a redirect is read by nobody. */
function emptyBody(_: HttpCheck, healthy: HttpResponse): HttpObservation[] {
  const { status, body } = healthy;
  if (body.length === 0 || (status >= 300 && status <= 399)) return [];
  return [{ ...healthy, body: Buffer.alloc(0), truncated: false }];
}

/** What takes longer than the timeout is NG by itself. */
function slow({ timeoutMs }: HttpCheck, { phases, ...healthy }: HttpResponse): HttpObservation[] {
  return [{ ...healthy, latencyMs: timeoutMs, phases: { ...phases, firstByte: timeoutMs } }];
}

/** The checker hangs up on one, unless the check accepts whatever it is shown. */
function expiredCertificate({ target }: HttpCheck, healthy: HttpResponse, date: Date): HttpObservation[] {
  if (healthy.phases.tls === null) return [];
  if (target.tls?.insecure !== true) return [failure({ code: 'tls', message: 'the certificate has expired' }, 1)];
  const { redirects = 0, url = target.url, httpVersion = '1.1', certificate } = healthy.facts ?? {};
  const { issuer = '', fingerprint = '' } = certificate ?? {};
  const expired = { issuer, fingerprint, validTo: new Date(date.getTime() - DAY_MS).toISOString() };
  return [{ ...healthy, facts: { redirects, url, httpVersion, certificate: expired } }];
}
