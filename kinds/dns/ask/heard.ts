import type { Reason } from '#core/verdict/reason.ts';
import type { Attempt } from '../../probing/attempt.ts';
import { BrokenMessage } from '../wire/broken-message.ts';
import { answersTo, hasId, type Message, readMessage } from '../wire/message.ts';
import type { Question } from '../wire/query.ts';

/** What was asked: the question, and the message that asks it under an id. */
export type Asked = { readonly question: Question; readonly id: number; readonly bytes: Buffer };

/** A message that came: the answer, or why it cannot be read; null for what answers something else. */
export function heard(bytes: Buffer, { question, id }: Asked, attempt: Attempt): Message | Reason | null {
  try {
    const message = readMessage(bytes);
    const isOurs = answersTo(message, question, id);
    attempt.effects.trace?.tell('<', messageText(message, bytes.length, isOurs));
    if (!isOurs) return null;
    if (message.excess > 0) attempt.lenient.add('bytes behind a DNS answer');
    return message;
  } catch (error) {
    if (!(error instanceof BrokenMessage)) throw error;
    return hasId(bytes, id) ? unreadable(bytes.length, error) : null;
  }
}

/** Says what is sent, where somebody asked to see it. */
export function traceQuestion({ question, id, bytes }: Asked, { effects }: Attempt, way: string): void {
  const { name, type, recursion, wantsAuthentic } = question;
  const flags = [...(recursion ? ['RD'] : []), ...(wantsAuthentic ? ['AD'] : [])].join(' ');
  effects.trace?.tell('>', `${name} ${type} (id ${id}, flags ${flags || 'none'}, ${bytes.length} bytes over ${way})`);
}

function messageText(message: Message, size: number, isOurs: boolean): string {
  const { id, rcode, answers, authorities } = message;
  const flags = [
    ...(message.isAuthoritative ? ['AA'] : []),
    ...(message.isTruncated ? ['TC'] : []),
    ...(message.isAuthentic ? ['AD'] : []),
  ].join(' ');
  const whose = isOurs ? '' : ', which answers something else';
  const counts = `${answers.length} records, ${authorities.length} of authorities`;
  return `response code ${rcode}, ${counts} (id ${id}, flags ${flags || 'none'}, ${size} bytes)${whose}`;
}

/** Why an answer cannot be read. */
export function unreadable(size: number, error: BrokenMessage): Reason {
  return { code: 'protocol', message: `answer of ${size} bytes cannot be read: ${error.message}` };
}

/** A reason with what else came meanwhile. */
export function withOthers(reason: Reason, others: number, tries: number): Reason {
  const passed = others === 0 ? [] : [`${others} message${others === 1 ? '' : 's'} that answered something else`];
  const asked = tries > 1 ? ['asked twice'] : [];
  const told = [...asked, ...passed].join(', ');
  return told === '' ? reason : { ...reason, message: `${reason.message} (${told})` };
}
