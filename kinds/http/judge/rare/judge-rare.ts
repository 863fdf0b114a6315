import { PatternFault } from '#core/matching/pattern-fault.ts';
import { forgetCompiled } from '#core/matching/remembered.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import type { Page } from '../page.ts';
import { certificateReasons, redirectReason, versionReason } from './connection.ts';
import { bodySize, headerRules, textSets, tooSlowPhases } from './response.ts';

/**
 * The expectations that few checks have. This is not loaded until a check has one, and what reads regexes, JSONPaths and
 * schemas not until a check has one of those.
 */

/** Runs work that a hostile body may make long, and ends it when it takes too long: then the answer is null. */
export type Bounded = <T>(work: () => T) => { readonly value: T } | null;

export type Judgement = { readonly page: Page; readonly more: MoreExpect; readonly date: Date };

/** Why a response is not what the check wants of these expectations; null when it is. */
export async function judgeMore(judgement: Judgement, bounded: Bounded): Promise<Reason | null> {
  const { page, more, date } = judgement;
  const reasons = [
    ...versionReason(page, more),
    ...redirectReason(page, more),
    ...headerRules(page, more, await matcherOf(more)),
    ...textSets(page, more),
    ...(await bodyReasons(page, more, bounded)),
    ...bodySize(page, more),
    ...tooSlowPhases(page, more),
    ...certificateReasons(page, more, date),
  ];
  return reasons.reduce<Reason | null>(joined, null);
}

type Matcher = (pattern: string, text: string) => boolean;

async function matcherOf({ headers = [] }: MoreExpect): Promise<Matcher> {
  if (!headers.some((header) => 'matches' in header)) return () => false;
  const { compileRegex } = await import('#core/matching/regex.ts');
  return (pattern, text) => compileRegex(pattern).test(text);
}

/** What has to read the whole body, in one go, because the time it takes is bounded as a whole. */
async function bodyReasons(page: Page, more: MoreExpect, bounded: Bounded): Promise<readonly Reason[]> {
  const [regexes, json, xml] = await Promise.all([
    more.matches === undefined ? null : import('./body-regexes.ts'),
    more.json === undefined && more.schema === undefined
      ? null
      : import('./body-json.ts').then((it) => it.jsonJudge(more)),
    more.xml === undefined ? null : import('./body-xml.ts'),
  ]);
  if (regexes === null && json === null && xml === null) return [];
  try {
    const judged = bounded(() => [
      ...(regexes?.regexReasons(page, more) ?? []),
      ...(json?.(page) ?? []),
      ...(xml?.xmlReasons(page, more) ?? []),
    ]);
    if (judged !== null) return judged.value;
    forgetCompiled();
    return [
      { code: 'body', message: 'the body takes too long to judge by matches, json, schema or xml; make them simpler' },
    ];
  } catch (error) {
    if (error instanceof PatternFault) return [{ code: 'config', message: `a pattern under expect: ${error.message}` }];
    // What walks a document calls itself for each level of it.
    if (error instanceof RangeError)
      return [{ code: 'body', message: 'the body is too large or deep to judge by json, schema or xml' }];
    throw error;
  }
}
