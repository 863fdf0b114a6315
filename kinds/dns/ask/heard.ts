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
    if (!answersTo(message, question, id)) return null;
    if (message.excess > 0) attempt.lenient.add('bytes behind a DNS answer');
    return message;
  } catch (error) {
    if (!(error instanceof BrokenMessage)) throw error;
    return hasId(bytes, id) ? unreadable(bytes.length, error) : null;
  }
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
