import type { Message } from './message.ts';

const SMS_CHARACTERS = 140;

/** One short message: the subject, and as much of the first reason as fits. */
export function smsBody({ subject, news }: Message): string {
  const [first] = news;
  const reason = first === undefined ? '' : ` - ${first.reason.message.replaceAll(/[^\x20-\x7e]/gu, '?')}`;
  const suppressed = news.reduce((sum, one) => sum + one.suppressed.length, 0);
  const text = `${subject}${suppressed > 0 ? ` (+${suppressed} depending)` : ''}${reason}`;
  return text.length <= SMS_CHARACTERS ? text : `${text.slice(0, SMS_CHARACTERS - 3)}...`;
}
