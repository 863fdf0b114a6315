import { NO_PHASES } from '#core/verdict/phases.ts';
import { judged } from '../http/judge/judged.ts';
import type { CheckerEffects } from '../probing/effects.ts';

/** As http says it of a body, so that a record is matched the same way, within the same bounds. */
const AS_BODY = {
  outcome: 'response',
  status: 0,
  rawHeaders: ['content-type', 'text/plain; charset=utf-8'],
  truncated: false,
  phases: NO_PHASES,
  latencyMs: 0,
} as const;

/** The first pattern that none of the texts matches; null where each is matched by one of them. */
export async function unmatchedBy(
  texts: readonly string[],
  patterns: readonly string[],
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<string | null> {
  for (const pattern of patterns) {
    let isMatched = false;
    for (const text of texts) {
      const more = { matches: [pattern] };
      const expect = { status: [], keyword: null, absent: null, latencyMs: null, headers: [], more };
      isMatched = (await judged({ ...AS_BODY, body: Buffer.from(text) }, expect, effects)) === null;
      if (isMatched) break;
    }
    if (!isMatched) return pattern;
  }
  return null;
}
