import type { Message } from './message.ts';

const SMS_CHARACTERS = 140;

/** One short message: the subject, and as much of the first reason as fits. */
export function smsBody({ subject, news: [first] }: Message): string {
  const reason = first === undefined ? '' : ` - ${first.reason.message.replaceAll(/[^\x20-\x7e]/gu, '?')}`;
  const text = `${subject}${reason}`;
  return text.length <= SMS_CHARACTERS ? text : `${text.slice(0, SMS_CHARACTERS - 3)}...`;
}
