import { PatternFault } from '#core/matching/pattern-fault.ts';
import { forgetCompiled } from '#core/matching/remembered.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { joined } from '#core/verdict/reason.ts';
import type { MoreExpect } from '../../check.ts';
import type { Bound } from '../bound.ts';
import type { Page } from '../page.ts';
import { certificateReasons, redirectReason, versionReason } from './connection.ts';
import { bodySize, headerRules, textSets, tooSlowPhases } from './response.ts';

/**
 * The expectations that few checks have. This is not loaded until a check has one, and what reads regexes, JSONPaths,
 * schemas and XPaths not until a check has one of those.
 */

/** What the rare expectations are held against. */
export type Judgement = { readonly page: Page; readonly more: MoreExpect; readonly date: Date };

/**
 * Why a response is not what the check wants of these expectations, `reason` null when it is. Null when patterns took
 * longer than they may here and somebody else can take longer.
 */
export async function judgeMore(
  { page, more, date }: Judgement,
  bound: Bound,
): Promise<{ readonly reason: Reason | null } | null> {
  const found = await byPatterns(page, more, bound);
  if (found === null) return null;
  const reasons = [
    ...versionReason(page, more),
    ...redirectReason(page, more),
    ...found.headers,
    ...textSets(page, more),
    ...found.body,
    ...bodySize(page, more),
    ...tooSlowPhases(page, more),
    ...certificateReasons(page, more, date),
  ];
  return { reason: reasons.reduce<Reason | null>(joined, null) };
}

/** What takes time in proportion to what a target sent, or worse. */
type ByPatterns = { readonly headers: readonly Reason[]; readonly body: readonly Reason[] };

/** What has to read headers and body in one go, because the time that it takes is bounded as a whole. */
async function byPatterns(page: Page, more: MoreExpect, { mostMs, isLast }: Bound): Promise<ByPatterns | null> {
  try {
    const judges = await judgesOf(more);
    if (judges === null) return { headers: headerRules(page, more, () => false), body: [] };
    const { bounded } = await import('../../../probing/bounded.ts');
    const judged = bounded(() => judges(page), mostMs);
    if (judged !== null) return judged.value;
    forgetCompiled();
    return isLast ? { headers: [], body: [TOO_LONG] } : null;
  } catch (error) {
    if (error instanceof PatternFault) return only('config', `a pattern under expect: ${error.message}`);
    // What walks a document calls itself for each level of it.
    if (error instanceof RangeError)
      return only('body', 'the body is too large or deep to judge by json, schema or xml');
    throw error;
  }
}

const TOO_LONG: Reason = {
  code: 'body',
  message: 'the body takes too long to judge by matches, json, schema or xml; make them simpler, or the answer smaller',
};

function only(code: 'config' | 'body', message: string): ByPatterns {
  return { headers: [], body: [{ code, message }] };
}

/** Null when there is no pattern. Patterns are compiled here, so that only what a target sent counts for the bound. */
async function judgesOf(more: MoreExpect): Promise<((page: Page) => ByPatterns) | null> {
  const [matcher, regexes, json, xml] = await Promise.all([
    matcherOf(more),
    more.matches === undefined ? null : import('./body-regexes.ts').then((it) => it.regexJudge(more)),
    more.json === undefined && more.schema === undefined
      ? null
      : import('./body-json.ts').then((it) => it.jsonJudge(more)),
    more.xml === undefined ? null : import('./body-xml.ts').then((it) => it.xmlJudge(more)),
  ]);
  if (matcher === null && regexes === null && json === null && xml === null) return null;
  return (page) => ({
    headers: headerRules(page, more, matcher ?? (() => false)),
    body: [...(regexes?.(page) ?? []), ...(json?.(page) ?? []), ...(xml?.(page) ?? [])],
  });
}

type Matcher = (pattern: string, text: string) => boolean;

async function matcherOf({ headers = [] }: MoreExpect): Promise<Matcher | null> {
  const patterns = headers.flatMap((header) => ('matches' in header ? [header.matches] : []));
  if (patterns.length === 0) return null;
  const { compileRegex } = await import('#core/matching/regex.ts');
  for (const pattern of patterns) compileRegex(pattern);
  return (pattern, text) => compileRegex(pattern).test(text);
}
