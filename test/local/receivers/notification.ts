import type { Receiver, TopicFormat } from '#core/check/alerting.ts';
import type { Notification } from '#core/report/notification.ts';
import { sampleNotice } from '#core/report/sample.ts';
import { deliver } from '#local/receivers/deliver.ts';

export const sample = (format: TopicFormat = 'full'): Notification =>
  sampleNotice('arn:t', format, new Date('2026-01-31T09:05:00Z'));

/** Delivers to one receiver without pauses between tries, and says what went wrong. */
export async function deliverTo(
  receiver: Receiver,
  env: Readonly<Record<string, string>> = {},
  notification: Notification = sample(),
): Promise<readonly string[]> {
  const left = await deliver([{ name: 'it', receiver, notification }], { env, pausesMs: [0, 0] });
  return left.map(({ errand, why }) => `${errand.name}: ${why}`);
}
