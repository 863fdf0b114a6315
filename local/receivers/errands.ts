import { DEFAULT_TOPIC, planOf, type Receiver } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { noticesOf, type ToTell } from '#core/report/notices.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Unsent, Waiting } from '../store/outbox.ts';
import type { Errand } from './deliver.ts';

/** Stands in alerts that never leave this machine. */
export const LOCAL_TOPIC_ARN = 'arn:aws:sns:local:000000000000:rollcall';

/** A topic of a checks file has an ARN here too, so that routes work as on AWS. */
export const localTopicArn = (topic: string): string =>
  topic === DEFAULT_TOPIC ? LOCAL_TOPIC_ARN : `${LOCAL_TOPIC_ARN}-${topic}`;

/** Every topic that the routes of a list lead to, and the default one. */
export function topicsOf({ alerts }: CheckList): readonly string[] {
  return [...new Set([DEFAULT_TOPIC, ...(alerts?.routes ?? []).map(({ topic }) => topic)])];
}

export function localTopicArns(list: CheckList): ReadonlyMap<string, string> {
  return new Map(topicsOf(list).map((topic) => [topic, localTopicArn(topic)]));
}

/** One errand for each receiver of each notification's topic. */
export function errandsOf({ alerts }: CheckList, notifications: readonly Notification[]): readonly Errand[] {
  return (alerts?.receivers ?? []).flatMap(([topic, receivers]) =>
    notifications
      .filter(({ topicArn }) => topicArn === localTopicArn(topic))
      .flatMap((notification) =>
        receivers.map((receiver, index) => ({
          name: nameOf(topic, receiver, index),
          receiver,
          notification,
        })),
      ),
  );
}

/** The same as an outbox keeps them. */
export function unsentOf(list: CheckList, notifications: readonly Notification[]): readonly Unsent[] {
  return errandsOf(list, notifications).map(({ name, notification }) => ({ receiver: name, notification }));
}

/** Every receiver of a list, by the name that errands call it. */
export function receiversOf({ alerts }: CheckList): ReadonlyMap<string, Receiver> {
  return new Map(
    (alerts?.receivers ?? []).flatMap(([topic, receivers]) =>
      receivers.map((receiver, index) => [nameOf(topic, receiver, index), receiver] as const),
    ),
  );
}

function nameOf(topic: string, { kind }: Receiver, index: number): string {
  return `alerts.topics.${topic}.receivers[${index}].${kind}`;
}

/** What there is to send of a run's news, as an outbox keeps it. */
export function unsentIn(list: CheckList): (told: Omit<ToTell, 'plan' | 'topics'>) => readonly Unsent[] {
  const plan = planOf(list);
  const topics = { defaultArn: LOCAL_TOPIC_ARN, arns: localTopicArns(list) };
  return (told) => unsentOf(list, noticesOf({ ...told, plan, topics }));
}

/** An errand that an outbox keeps until it is done; what no outbox has is not waiting. */
export type Kept = Errand & { readonly waiting?: Waiting };

/** What waits, for receivers that are there still. */
export function errandsAgain(list: CheckList, waiting: readonly Waiting[]): readonly Kept[] {
  const receivers = receiversOf(list);
  return waiting.flatMap((one) => {
    const receiver = receivers.get(one.receiver);
    return receiver === undefined
      ? []
      : [{ name: one.receiver, receiver, notification: one.notification, waiting: one }];
  });
}
