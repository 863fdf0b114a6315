import type { Notification } from './notification.ts';

/**
 * What subscribers get, by protocol. `default` is the JSON document for all machines (SQS, Lambda, HTTPS, Firehose): one
 * copy, because a copy for each would take three times the room in the state. `email` is text for people; `sms` fits
 * into one message. A topic of chat channels has `default` alone, and that is the chat document.
 */
export type Bodies = { readonly default: string; readonly email?: string; readonly sms?: string };

/** The bodies of a notification as SNS takes them: one JSON text. */
export const messageOf = (bodies: Bodies): string => JSON.stringify(bodies);

/** The bodies of a notification, by protocol. */
export const bodiesOf = ({ message }: Pick<Notification, 'message'>): Bodies => JSON.parse(message) as Bodies;

/** The subject in the letters that names are written in, for receivers that take more than ASCII. */
export function titleOf({ message, subject }: Pick<Notification, 'message' | 'subject'>): string {
  // An encoded name has one; all other subjects are as they are.
  if (!subject.includes('%')) return subject;
  const document = JSON.parse(bodiesOf({ message }).default) as Titled;
  return document.subject ?? document.content?.title ?? subject;
}

type Titled = { readonly subject?: string; readonly content?: { readonly title?: string } };

/** The body for people to read; of a chat notification its description and next steps. */
export function textOf(notification: Pick<Notification, 'message'>): string {
  const { email, default: whole } = bodiesOf(notification);
  if (email !== undefined) return email;
  const { content } = JSON.parse(whole) as { content: { description: string; nextSteps: readonly string[] } };
  return `${[content.description, ...content.nextSteps].join('\n')}\n`;
}
