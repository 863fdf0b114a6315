import { BODY_CAP_BYTES } from '#core/contract.ts';
import { quote } from '#core/text/safe-text.ts';
import { slowPhases } from '#core/verdict/latency.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect, TextSet } from '../../check.ts';
import { headerValues } from '../../observation.ts';
import { extentOf } from '../judge.ts';
import { anyNearMiss, nearMissText, seenText } from '../near-miss.ts';
import { doubtOf, holds, type Page } from '../page.ts';

/** Expectations that need nothing but the response: sets of texts, headers, size, phases. */

const SHOWN_TEXTS = 5;

/** A reason for each set of texts that the body does not hold as wanted. */
export function textSets(page: Page, { keywords, absents }: MoreExpect): Reason[] {
  return [
    ...(keywords === undefined ? [] : missing(page, keywords)),
    ...(absents === undefined ? [] : unwanted(page, absents)),
  ];
}

function missing(page: Page, wanted: TextSet): Reason[] {
  if ('any' in wanted) {
    if (wanted.any.some((text) => holds(page, text))) return [];
    const miss = anyNearMiss(page, wanted.any);
    const texts = wanted.any.map((text) => seenText(text, miss));
    const message = `none of the keywords ${listed(texts)} in ${extentOf(page)}${nearMissText(miss)}`;
    return [{ code: 'keyword', message }];
  }
  const texts = wanted.all.filter((text) => !holds(page, text));
  if (texts.length === 0) return [];
  const word = texts.length === 1 ? 'keyword' : 'keywords';
  const miss = anyNearMiss(page, texts);
  const shown = listed(texts.map((text) => seenText(text, miss)));
  return [{ code: 'keyword', message: `${word} ${shown} not in ${extentOf(page)}${nearMissText(miss)}` }];
}

function unwanted(page: Page, { ...texts }: TextSet): Reason[] {
  const doubt = doubtOf(page);
  if ('any' in texts) {
    const isMissing = texts.any.some((text) => !holds(page, text));
    if (isMissing && doubt === null) return [];
    if (isMissing) return [{ code: 'absent', message: `${listed(texts.any)} may all be in the body, ${doubt}` }];
    return [{ code: 'absent', message: `${listed(texts.any)} are all in the body, wanted one absent` }];
  }
  const there = texts.all.filter((text) => holds(page, text));
  if (there.length === 0 && doubt === null) return [];
  if (there.length === 0) return [{ code: 'absent', message: `${listed(texts.all)} may be in the body, ${doubt}` }];
  const verb = there.length === 1 ? 'is' : 'are';
  return [{ code: 'absent', message: `${listed(there)} ${verb} in the body, wanted absent` }];
}

function listed(texts: readonly string[]): string {
  const told = texts.slice(0, SHOWN_TEXTS).map((text) => quote(text));
  return texts.length > told.length ? `${told.join(', ')} and ${texts.length - told.length} more` : told.join(', ');
}

/** `matches`: whether a pattern matches in a text. */
export function headerRules(
  { response }: Page,
  { headers = [] }: MoreExpect,
  matches: (pattern: string, text: string) => boolean,
): Reason[] {
  return headers.flatMap((rule): Reason[] => {
    const values = headerValues(response.rawHeaders, rule.name.toLowerCase());
    const isMet = 'absent' in rule ? values.length === 0 : values.some((value) => matches(rule.matches, value));
    if (isMet) return [];
    const real = values.length === 0 ? 'is missing' : `is ${listed(values)}`;
    const wanted = 'absent' in rule ? 'absent' : `to match ${quote(rule.matches)}`;
    return [{ code: 'header', message: `header ${rule.name} ${real}, wanted ${wanted}` }];
  });
}

/** Why the body is too small or too large, in bytes. */
export function bodySize({ response }: Page, { size }: MoreExpect): Reason[] {
  if (size === undefined) return [];
  const { length } = response.body;
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = size;
  if (length < atLeast)
    return [{ code: 'body', message: `body has ${sizeText(length)}, wanted at least ${sizeText(atLeast)}` }];
  if (length < atMost || (length === atMost && !response.truncated)) return [];
  const real = response.truncated ? `more than ${sizeText(BODY_CAP_BYTES)}` : sizeText(length);
  return [{ code: 'body', message: `body has ${real}, wanted at most ${sizeText(atMost)}` }];
}

/** As the size is written in checks.yaml where that is exact, else in bytes. */
function sizeText(bytes: number): string {
  if (bytes >= 1024 * 1024 && bytes % (1024 * 1024) === 0) return `${bytes / 1024 / 1024} MiB`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024} KiB`;
  return `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

const PHASE_WORDS = {
  dns: 'name look-up',
  connect: 'connect',
  tls: 'TLS handshake',
  firstByte: 'first byte',
  download: 'download',
};

/** A reason for each phase beyond its limit, milliseconds. */
export function tooSlowPhases({ response }: Page, { phases = {} }: MoreExpect): Reason[] {
  return slowPhases(response.phases, phases).map(({ phase, ms, most }) => {
    return { code: 'latency', message: `${PHASE_WORDS[phase]} ${ms} ms, wanted ${most} ms or less` };
  });
}
