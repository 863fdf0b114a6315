import type { AlertSettings } from '../check/alert-settings.ts';
import type { AlertPlan } from '../check/alerting.ts';
import { BUDGETS } from '../contract.ts';
import type { Transition } from '../incident/state.ts';
import { withoutGuards } from '../run/guards.ts';
import type { Run } from '../run/run.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { attributesOf } from './attributes.ts';
import { messageOf } from './bodies.ts';
import { countsOf } from './counts.ts';
import type { Message } from './message.ts';
import { chatBody } from './message-chat.ts';
import { documentBody } from './message-document.ts';
import { smsBody } from './message-sms.ts';
import { textBody } from './message-text.ts';
import { newsOf } from './news.ts';
import type { Notification } from './notification.ts';
import { type Delivery, deliveriesOf, type Topics } from './route.ts';
import { subjectOf } from './subject.ts';

/** What a run has to tell, and to whom. */
export type ToTell = {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  readonly transitions: readonly Transition[];
  readonly plan: AlertPlan;
  readonly topics: Topics;
};

/** One notification for each topic that has news; all of them within BUDGETS.notificationsBytes of the state. */
export function noticesOf({ run, verdicts: answered, transitions, plan, topics }: ToTell): readonly Notification[] {
  const verdicts = withoutGuards(run, answered);
  const news = newsOf(transitions, verdicts, settingsIn(plan, run.adHoc));
  // Those for chat first: they are short, and what they leave goes to the others.
  const deliveries = deliveriesOf(news, plan, topics).toSorted((a, b) => a.format.localeCompare(b.format));
  const counts = countsOf(verdicts);
  const { timezone = null } = plan;
  const notices: Notification[] = [];
  let room = BUDGETS.notificationsBytes - '[]'.length;
  for (const [index, delivery] of deliveries.entries()) {
    const draft = {
      ...delivery,
      subject: subjectOf(delivery.news, verdicts),
      attributes: attributesOf(run, delivery.news),
      message: { subject: subjectOf(delivery.news, verdicts, (name) => name), run, counts, timezone },
    };
    const notice = fitted(draft, Math.floor(room / (deliveries.length - index)) - ','.length);
    room -= weightOf(notice) + ','.length;
    notices.push(notice);
  }
  return notices;
}

/** What a plan, or an input beside it, says of each check. */
export function settingsIn(
  { checks }: Pick<AlertPlan, 'checks'>,
  adHoc: AlertPlan['checks'] = [],
): (name: string) => AlertSettings | undefined {
  const settings = new Map([...checks, ...adHoc]);
  return (name) => settings.get(name);
}

/** What a notification has however much of the news is reported in full. `subject` is as SNS takes it. */
type Draft = Delivery &
  Pick<Notification, 'subject' | 'attributes'> & { readonly message: Omit<Message, 'news' | 'more'> };

/** With as much of the news reported in full as the room holds; of the rest the names. */
function fitted(draft: Draft, room: number): Notification {
  const compose = (told: number) => noticeOf(draft, told);
  const whole = compose(draft.news.length);
  if (weightOf(whole) <= room) return whole;
  // The most that fits, by halving; what no room is left for at all still has its subject, counts and names.
  let [fits, fitsNot] = [0, draft.news.length];
  while (fitsNot - fits > 1) {
    const middle = Math.floor((fits + fitsNot) / 2);
    if (weightOf(compose(middle)) <= room) fits = middle;
    else fitsNot = middle;
  }
  return compose(fits);
}

function noticeOf({ topicArn, format, news, subject, attributes, message }: Draft, told: number): Notification {
  const composed: Message = {
    ...message,
    news: news.slice(0, told),
    more: news.slice(told).flatMap(({ check, checks }) => checks ?? [check]),
  };
  return {
    topicArn,
    subject,
    message:
      format === 'chat' ? messageOf({ default: JSON.stringify(chatBody(composed)) }) : fullMessage(composed, subject),
    attributes,
  };
}

function fullMessage(message: Message, subject: string): string {
  return messageOf({
    default: JSON.stringify(documentBody(message)),
    email: textBody(message),
    sms: smsBody(message, subject),
  });
}

/** Bytes where the notification travels: as JSON in the state. */
const weightOf = (notification: Notification): number => Buffer.byteLength(JSON.stringify(notification));
