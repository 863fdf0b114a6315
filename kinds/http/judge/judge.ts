import { BODY_CAP_BYTES } from '#core/contract.ts';
import { quote } from '#core/text/safe-text.ts';
import { tooSlow } from '#core/verdict/latency.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { HttpExpect, StatusRange } from '../check.ts';
import { type HttpObservation, type HttpResponse, headerValues } from '../observation.ts';
import { anyNearMiss, nearMissText, seenText } from './near-miss.ts';
import { doubtOf, holds, type Page } from './page.ts';

/** One thing that may be expected of a response: null when it holds, else why not, with the real value beside the wanted. */
type Expectation = (page: Page, expect: HttpExpect) => Reason | null;

/** In the order in which a person would look. */
const EXPECTATIONS: readonly Expectation[] = [status, headers, keyword, absent, latency];

/** Why an observation is not what the check wants; null when it is. `page` is null exactly when nothing came back. */
export function judgeHttp(observed: HttpObservation, page: Page | null, expect: HttpExpect): Reason | null {
  if (observed.outcome === 'failure') return observed.reason;
  if (page === null) return null;
  let first: Reason | null = null;
  for (const expectation of EXPECTATIONS) first = joined(first, expectation(page, expect));
  return first;
}

function status({ response }: Page, { status: wanted }: HttpExpect): Reason | null {
  // No range: any status will do.
  if (wanted.length === 0 || wanted.some(([from, to]) => response.status >= from && response.status <= to)) return null;
  const leads = whereTo(response);
  const message = `status ${response.status}, wanted ${statusText(wanted)}${leads}`;
  return { code: 'status', message };
}

/** Of a redirect, which a person mends by the URL that it names. */
function whereTo({ status, rawHeaders }: HttpResponse): string {
  const location = status >= 300 && status <= 399 ? headerValues(rawHeaders, 'location')[0] : undefined;
  return location === undefined || location === '' ? '' : ` (it leads to ${quote(location)})`;
}

/** Ranges of statuses as people write them: `2xx or 304`. No range is any status. */
export function statusText(wanted: HttpExpect['status']): string {
  return wanted.length === 0 ? 'any' : wanted.map(rangeText).join(' or ');
}

function rangeText([from, to]: StatusRange): string {
  if (from === to) return String(from);
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
}

function headers({ response }: Page, { headers: wanted }: HttpExpect): Reason | null {
  let first: Reason | null = null;
  for (const [name, value] of wanted) {
    const values = headerValues(response.rawHeaders, name.toLowerCase());
    if (values.includes(value)) continue;
    const real = values.length === 0 ? 'is missing' : `is ${values.map((v) => quote(v)).join(', ')}`;
    const reason: Reason = { code: 'header', message: `header ${name} ${real}, wanted ${quote(value)}` };
    first = joined(first, reason);
  }
  return first;
}

function keyword(page: Page, { keyword: wanted }: HttpExpect): Reason | null {
  if (wanted === null || holds(page, wanted)) return null;
  const miss = anyNearMiss(page, [wanted]);
  const message = `keyword ${quote(seenText(wanted, miss))} not in ${extentOf(page)}${nearMissText(miss)}`;
  return { code: 'keyword', message };
}

function absent(page: Page, { absent: unwanted }: HttpExpect): Reason | null {
  if (unwanted === null) return null;
  if (holds(page, unwanted)) return { code: 'absent', message: `${quote(unwanted)} is in the body, wanted absent` };
  const doubt = doubtOf(page);
  return doubt === null ? null : { code: 'absent', message: `${quote(unwanted)} may be in the body, ${doubt}` };
}

/** What of a body was searched, in words. */
export function extentOf(page: Page): string {
  const { truncated, body, coded } = page.response;
  const size = `${body.length.toLocaleString('en-US')} ${truncated && body.length === 1 ? 'byte' : 'bytes'}`;
  const doubt = truncated && coded === undefined ? null : doubtOf(page);
  if (truncated && doubt === null) {
    return body.length < BODY_CAP_BYTES
      ? `the first ${size} of the body (no more was read)`
      : `the first ${BODY_CAP_BYTES / 1024 / 1024} MiB of the body (cut there)`;
  }
  if (body.length === 0) return 'the body, which is empty';
  return `the ${size} of the body${doubt === null ? '' : `, ${doubt}`}`;
}

function latency({ response }: Page, { latencyMs: most }: HttpExpect): Reason | null {
  return tooSlow(response.latencyMs, most);
}
