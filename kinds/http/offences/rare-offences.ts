import type { HeaderExpect, HttpExpect, MoreExpect, TextSet } from '../check.ts';
import { pageOf, textOf } from '../judge/page.ts';
import type { Facts, HttpResponse } from '../observation.ts';
import { readInPart, withoutTexts, withText } from './bodies.ts';
import { withHeader } from './headers.ts';
import { jsonOffences, schemaOffences } from './json-offences.ts';
import type { Offence } from './offence.ts';
import { textsAgainst } from './texts-against.ts';
import { xmlOffences } from './xml-offences.ts';

/** What offends each expectation that few checks have. */

type Offend<W> = (wanted: W, healthy: HttpResponse, date: Date) => readonly Offence[];

/** One row an expectation, so that none can be added without an answer that offends it. */
const OFFENCES: { readonly [K in keyof MoreExpect]-?: Offend<NonNullable<MoreExpect[K]>> } = {
  keywords,
  absents,
  matches,
  json: jsonOffences,
  xml: xmlOffences,
  schema: schemaOffences,
  headers,
  phases,
  size,
  redirect,
  certificate,
  httpVersion,
};

/** Answers that offend each of the rare expectations. */
export function moreOffences({ more = {} }: HttpExpect, healthy: HttpResponse, date: Date): Offence[] {
  return Object.entries(more).flatMap(([key, wanted]) => {
    return OFFENCES[key as keyof MoreExpect](wanted as never, healthy, date);
  });
}

function keywords(wanted: TextSet, healthy: HttpResponse): Offence[] {
  const text = textOf(pageOf(healthy));
  const lacking = (texts: readonly string[]) => [withText(healthy, withoutTexts(text, texts))];
  if ('any' in wanted) {
    const what = 'a body without any of the keywords';
    return [{ path: 'keyword.any', what, alone: { more: { keywords: wanted } }, answers: lacking(wanted.any) }];
  }
  return wanted.all.map((one, index) => ({
    path: `keyword[${index}]`,
    what: 'a body without the keyword',
    alone: { more: { keywords: { all: [one] } } },
    answers: lacking([one]),
  }));
}

function absents(unwanted: TextSet, healthy: HttpResponse): Offence[] {
  const text = textOf(pageOf(healthy));
  const holding = (texts: readonly string[]) => [withText(healthy, `${text}\n${texts.join('\n')}`)];
  const what = 'a body that cannot be read whole';
  const inPart = { path: 'absent', what, alone: { more: { absents: unwanted } }, answers: readInPart(healthy) };
  if ('any' in unwanted) {
    return [
      { ...inPart, path: 'absent.any', what: 'a body with all of the texts', answers: holding(unwanted.any) },
      inPart,
    ];
  }
  const offences = unwanted.all.map((one, index) => ({
    path: `absent[${index}]`,
    what: 'a body with the text',
    alone: { more: { absents: { all: [one] } } },
    answers: holding([one]),
  }));
  return [...offences, inPart];
}

function matches(patterns: readonly string[], healthy: HttpResponse): Offence[] {
  return patterns.map((pattern, index) => ({
    path: `matches[${index}]`,
    what: 'a body that does not match',
    alone: { more: { matches: [pattern] } },
    answers: textsAgainst(pattern).map((text) => withText(healthy, text)),
  }));
}

function headers(wanted: readonly HeaderExpect[], healthy: HttpResponse): Offence[] {
  return wanted.map((rule) => {
    const offence = { path: `header.${rule.name}`, alone: { more: { headers: [rule] } } };
    if ('absent' in rule) {
      return { ...offence, what: 'a header that must not be there', answers: [withHeader(healthy, rule.name, 'x')] };
    }
    const values = [...textsAgainst(rule.matches), null];
    const answers = values.map((value) => withHeader(healthy, rule.name, value));
    return { ...offence, what: 'a header that does not match, or none', answers };
  });
}

function phases(limits: NonNullable<MoreExpect['phases']>, healthy: HttpResponse): Offence[] {
  return Object.entries(limits).map(([name, most]) => {
    const phase = name as keyof HttpResponse['phases'];
    const offence = { path: `latency.${phase}`, alone: { more: { phases: { [phase]: most } } } };
    // A phase that a healthy answer does without is not there to be late.
    if (healthy.phases[phase] === null) {
      const advice = `take latency.${phase} out: there is no such phase on the way to this target`;
      return { ...offence, what: `any time of the phase ${phase}`, answers: [healthy], advice };
    }
    const answers = [{ ...healthy, phases: { ...healthy.phases, [phase]: most + 1 } }];
    return { ...offence, what: `${most + 1} ms for the phase ${phase}`, answers };
  });
}

function size({ atLeast, atMost }: NonNullable<MoreExpect['size']>, healthy: HttpResponse): Offence[] {
  const sized = (bytes: number): HttpResponse => ({ ...healthy, body: Buffer.alloc(bytes, 'x'), truncated: false });
  const offence = (path: string, bytes: number, alone: MoreExpect['size'] & object): Offence => {
    return { path, what: `a body of ${bytes} bytes`, alone: { more: { size: alone } }, answers: [sized(bytes)] };
  };
  return [
    ...(atLeast === undefined ? [] : [offence('size.atLeast', atLeast - 1, { atLeast })]),
    ...(atMost === undefined ? [] : [offence('size.atMost', atMost + 1, { atMost })]),
  ];
}

/** A URL that nothing redirects to. */
const ELSEWHERE = 'https://elsewhere.invalid/';

function redirect(wanted: string, healthy: HttpResponse): Offence[] {
  const still = withHeader(healthy, 'location', null);
  const answers = [withFacts(still, { redirects: 0 }), withFacts(still, { redirects: 1, url: ELSEWHERE })];
  return [{ path: 'redirect', what: 'a redirect elsewhere, or none', alone: { more: { redirect: wanted } }, answers }];
}

const DAY_MS = 24 * 60 * 60 * 1000;

function certificate(wanted: NonNullable<MoreExpect['certificate']>, healthy: HttpResponse, date: Date): Offence[] {
  const shown = healthy.facts?.certificate;
  if (shown === undefined || shown === null) return [];
  const { days, issuer } = wanted;
  const offences: Offence[] = [];
  if (days !== undefined) {
    const validTo = new Date(date.getTime() + (days - 1) * DAY_MS).toISOString();
    const answers = [withFacts(healthy, { certificate: { ...shown, validTo } })];
    const alone = { more: { certificate: { days } } };
    offences.push({ path: 'certificate.days', what: `a certificate that ends in ${days - 1} days`, alone, answers });
  }
  if (issuer !== undefined) {
    const answers = [withFacts(healthy, { certificate: { ...shown, issuer: withoutTexts(shown.issuer, [issuer]) } })];
    const alone = { more: { certificate: { issuer } } };
    offences.push({ path: 'certificate.issuer', what: 'a certificate of another issuer', alone, answers });
  }
  return offences;
}

function httpVersion(wanted: '1.1' | '2', healthy: HttpResponse): Offence[] {
  const other = wanted === '2' ? '1.1' : '2';
  const answers = [withFacts(healthy, { httpVersion: other })];
  return [{ path: 'httpVersion', what: `HTTP ${other}`, alone: { more: { httpVersion: wanted } }, answers }];
}

function withFacts(healthy: HttpResponse, changed: Partial<Facts>): HttpResponse {
  const { facts } = healthy;
  return facts === undefined ? healthy : { ...healthy, facts: { ...facts, ...changed } };
}
