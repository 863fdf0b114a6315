import type { Message } from './message.ts';
import { isOver, type News, subjectsOf } from './news.ts';
import { nameInSubject } from './subject.ts';

const SMS_CHARACTERS = 140;

/** One short message in ASCII: the subject as SNS takes it, and as much of the first reason as fits. */
export function smsBody({ news }: Pick<Message, 'news'>, subject: string): string {
  const suppressed = news.reduce((sum, one) => sum + one.suppressed.length, 0);
  const text = `${subject}${suppressed > 0 ? ` (+${suppressed} depending)` : ''}${reasonOf(news)}`;
  return text.length <= SMS_CHARACTERS ? text : `${text.slice(0, SMS_CHARACTERS - 3)}...`;
}

/** Behind several names it says whose it is; the monitor's own says so itself. */
function reasonOf([first, ...others]: readonly News[]): string {
  if (first === undefined) return '';
  const said = `${isOver(first) ? 'was: ' : ''}${first.reason.message}`;
  const names = subjectsOf(first);
  const whose = others.length === 0 || names.length === 0 ? '' : `${names.map(nameInSubject).join(', ')}: `;
  return ` - ${whose}${said}`.replaceAll(/[^\x20-\x7e]/gu, '?');
}
