import { tooSlow } from '#core/verdict/latency.ts';
import { joined, type Reason } from '#core/verdict/reason.ts';
import type { TcpCheck, Wanted } from './check.ts';
import type { Answer, Talk } from './observation.ts';
import { cameText, lookFor, placeText, wantedText } from './wanted.ts';
import { wholeWords } from './whole-words.ts';

/** Why an exchange is not as it should be; null when it is. */
export async function judgeTalk(talk: Talk, latencyMs: number, expect: TcpCheck['expect']): Promise<Reason | null> {
  const slow = tooSlow(latencyMs, expect.latencyMs);
  for (const [at, wanted] of (expect.exchange ?? []).entries()) {
    const other = wanted === null ? null : await otherAnswer(talk, wanted, at);
    if (other !== null) return joined(other, slow);
  }
  return slow;
}

/** Why what came at a place of an exchange is not what was wanted there; null when it is. */
export async function otherAnswer({ answers }: Talk, wanted: Wanted, at: number): Promise<Reason | null> {
  const look = await lookFor(wanted);
  if ('code' in look) return look;
  const answer = answers[at] ?? null;
  if (answer !== null && look(answer.bytes) !== null) return null;
  return { code: 'answer', message: answerText(answer, wanted, at, answers.length) };
}

/** What came beside what was wanted. */
export function answerText(answer: Answer | null, wanted: Wanted, at: number, of: number): string {
  const came = answer === null ? 'nothing' : cameText(wholeWords(answer.bytes, answer.before, undefined));
  return `${came} came, wanted ${wantedText(wanted)} (${placeText(at, of, null)})`;
}
