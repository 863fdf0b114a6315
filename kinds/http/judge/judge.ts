import { BODY_CAP_BYTES } from '#core/contract.ts';
import { quote } from '#core/text/safe-text.ts';
import { tooSlow } from '#core/verdict/latency.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { HttpExpect, StatusRange } from '../check.ts';
import { type HttpObservation, type HttpResponse, headerValues } from '../observation.ts';
import { holds, type Page } from './page.ts';

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
  const message = `status ${response.status}, wanted ${wanted.map(rangeText).join(' or ')}${leads}`;
  return { code: 'status', message };
}

/** Of a redirect, which a person mends by the URL that it names. */
function whereTo({ status, rawHeaders }: HttpResponse): string {
  const location = status >= 300 && status <= 399 ? headerValues(rawHeaders, 'location')[0] : undefined;
  return location === undefined || location === '' ? '' : ` (it leads to ${quote(location)})`;
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
  return { code: 'keyword', message: `keyword ${quote(wanted)} not in ${extentOf(page)}` };
}

function absent(page: Page, { absent: unwanted }: HttpExpect): Reason | null {
  if (unwanted === null || !holds(page, unwanted)) return null;
  return { code: 'absent', message: `${quote(unwanted)} is in the body, wanted absent` };
}

/** What of a body was searched, in words. */
export function extentOf({ response }: Page): string {
  if (response.truncated) return `the first ${BODY_CAP_BYTES / 1024 / 1024} MiB of the body (cut there)`;
  if (response.body.length === 0) return 'the body, which is empty';
  return `the ${response.body.length.toLocaleString('en-US')} bytes of the body`;
}

function latency({ response }: Page, { latencyMs: most }: HttpExpect): Reason | null {
  return tooSlow(response.latencyMs, most);
}
