import { BUDGETS } from '../contract.ts';
import { cutToBytes, ELLIPSIS_BYTES } from '../text/safe-text.ts';
import type { Verdict } from './verdict.ts';

/** Makes a verdict `over` bytes smaller, as far as its one field allows. */
type Cut = (verdict: Verdict, over: number) => Verdict;

/** What is missed least goes first. The message keeps its beginning until the tags are gone. */
const CUTS: readonly Cut[] = [curl, seen, excerpt, lenient, warning, message(200), tags, message(0), label];

/**
 * The verdict within BUDGETS.verdictBytes of UTF-8 JSON, so that a Map's output fits a state. What was cut ends in `…`.
 * A character cut saves at least its own bytes in JSON, so each cut is made once. TrackIncidents asks for what checkers
 * answered too, which may be rubbish: a field that is not what it should be is left alone.
 */
export function fitToBudget(verdict: Verdict): Verdict {
  let fitted = verdict;
  for (const cut of CUTS) {
    const over = sizeOf(fitted) - BUDGETS.verdictBytes;
    if (over <= 0) return fitted;
    fitted = cut(fitted, over);
  }
  return fitted;
}

function sizeOf(verdict: Verdict): number {
  return Buffer.byteLength(JSON.stringify(verdict));
}

function shorter(text: string, over: number, least: number): string {
  const bytes = Buffer.byteLength(text);
  return cutToBytes(text, Math.min(bytes, Math.max(bytes - over, least)));
}

/** A command that says less than this is of no use. */
const LEAST_CURL_BYTES = 40;

function curl(verdict: Verdict, over: number): Verdict {
  const { curl: command, ...rest } = verdict;
  if (typeof command !== 'string') return verdict;
  const left = shorter(command, over, 0);
  return left.length < LEAST_CURL_BYTES ? rest : { ...rest, curl: left };
}

function seen({ seen: _, ...verdict }: Verdict): Verdict {
  return verdict;
}

function warning(verdict: Verdict, over: number): Verdict {
  const { warning: text } = verdict;
  return typeof text === 'string' ? { ...verdict, warning: shorter(text, over, 0) } : verdict;
}

function excerpt(verdict: Verdict, over: number): Verdict {
  const { excerpt: text, ...rest } = verdict;
  if (typeof text !== 'string') return verdict;
  const left = shorter(text, over, 0);
  return left === '' || left === '…' ? rest : { ...rest, excerpt: left };
}

/** That there is something is worth more than what. */
function lenient(verdict: Verdict): Verdict {
  return verdict.lenient === undefined ? verdict : { ...verdict, lenient: ['…'] };
}

function message(least: number): Cut {
  return (verdict, over) => {
    const { reason } = verdict;
    if (typeof reason?.message !== 'string') return verdict;
    return { ...verdict, reason: { code: reason.code, message: shorter(reason.message, over, least) } };
  };
}

function tags(verdict: Verdict, over: number): Verdict {
  if (!Array.isArray(verdict.tags)) return verdict;
  const kept: string[] = [...verdict.tags];
  // `,"…"` comes in, and with each tag its comma goes.
  let left = over + 3 + ELLIPSIS_BYTES;
  while (left > 0 && kept.length > 0) left -= Buffer.byteLength(JSON.stringify(kept.pop())) + 1;
  return kept.length === verdict.tags.length ? verdict : { ...verdict, tags: [...kept, '…'] };
}

function label(verdict: Verdict, over: number): Verdict {
  return typeof verdict.label === 'string' ? { ...verdict, label: shorter(verdict.label, over, 0) } : verdict;
}
