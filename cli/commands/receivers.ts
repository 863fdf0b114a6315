import { DEFAULT_TOPIC, type Receiver } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Errand } from '#local/receivers/deliver.ts';
import type { Unsent } from '#local/store/outbox.ts';
import { UsageError } from '../usage-error.ts';

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

/** Somebody who asks to send, and has nobody to send to, has made a mistake. */
export function requireReceivers({ alerts }: CheckList, option: string): void {
  if ((alerts?.receivers ?? []).length > 0) return;
  throw new UsageError(
    `${option} has nobody to send to; write receivers, as in alerts: {topics: {default: {receivers: [{webhook: {url: …}}]}}}`,
  );
}
