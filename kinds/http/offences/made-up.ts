import { writeExactly } from '#core/matching/exact-json.ts';
import type { HttpCheck, HttpExpect, MoreExpect, TextSet } from '../check.ts';
import { type Facts, type HttpResponse, headerBytes } from '../observation.ts';
import { documentFor, literalOf, withKeyword } from './made-up-json.ts';
import { xmlFor } from './made-up-xml.ts';
import { admits } from './mutations.ts';

/**
 * An answer that fits what a check expects, without asking the target. It is made from the simple forms of
 * expectations: where there are others (a regex with more than text in it), it may not fit.
 */
export function madeUp(check: HttpCheck, date: Date): HttpResponse {
  const isSecure = /^https:/i.test(check.target.url);
  const phases = { dns: 0, connect: 0, tls: isSecure ? 0 : null, firstByte: 0, download: 0 };
  const { more = {} } = check.expect;
  const response = { outcome: 'response', latencyMs: 0, phases, truncated: false } as const;
  return {
    ...response,
    status: statusFor(check.expect),
    rawHeaders: headersFor(check.expect),
    body: check.target.method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(sized(textFor(check.expect), more)),
    ...(check.expect.more !== undefined && { facts: factsFor(check, isSecure, date) }),
  };
}

const USUAL = [200, 201, 204, 301, 302, 307, 308, 404, 401, 403];

function statusFor({ status }: HttpExpect): number {
  return USUAL.find((one) => admits(status, one)) ?? status[0]?.[0] ?? 200;
}

function headersFor({ headers, more = {}, status }: HttpExpect): string[] {
  const leads = more.redirect !== undefined && !admits(status, 200);
  return [
    ...headers.flatMap(([name, value]) => [name, headerBytes(value)]),
    ...(more.headers ?? []).flatMap((rule) =>
      'matches' in rule ? [rule.name, headerBytes(literalOf(rule.matches))] : [],
    ),
    ...(leads ? ['location', more.redirect] : []),
  ];
}

function factsFor({ target, expect }: HttpCheck, isSecure: boolean, date: Date): Facts {
  const { redirect, httpVersion = '1.1', certificate = {} } = expect.more ?? {};
  const validTo = new Date(date.getTime() + ((certificate.days ?? 0) + 2) * 24 * 60 * 60 * 1000).toISOString();
  const shown = { validTo, issuer: certificate.issuer ?? 'CN=made up', fingerprint: '' };
  return {
    redirects: redirect === undefined ? 0 : 1,
    url: redirect ?? target.url,
    httpVersion,
    certificate: isSecure ? shown : null,
  };
}

function textFor({ keyword, more = {} }: HttpExpect): string {
  const texts = [...(keyword === null ? [] : [keyword]), ...textsOf(more.keywords)];
  if (more.json !== undefined || more.schema !== undefined) {
    const document = texts.reduce(withKeyword, documentFor(more));
    return writeExactly(document);
  }
  const xml = more.xml === undefined ? null : xmlFor(more.xml, [...texts, ...(more.matches ?? []).map(literalOf)]);
  if (xml !== null) return xml;
  return ['ok', ...texts, ...(more.matches ?? []).map(literalOf)].join('\n');
}

/** Texts with which a body holds a set as wanted: of several that may be there, one. */
export function textsOf(wanted: TextSet | undefined): readonly string[] {
  if (wanted === undefined) return [];
  return 'all' in wanted ? wanted.all : wanted.any.slice(0, 1);
}

function sized(text: string, { size }: MoreExpect): string {
  return text.padEnd(size?.atLeast ?? 0);
}
