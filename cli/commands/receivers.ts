import type { CheckList } from '#core/check/check-list.ts';
import { UsageError } from '../usage-error.ts';

/** Somebody who asks to send, and has nobody to send to, has made a mistake. */
export function requireReceivers({ alerts }: CheckList, option: string): void {
  if ((alerts?.receivers ?? []).length > 0) return;
  throw new UsageError(
    `${option} has nobody to send to; write receivers, as in alerts: {topics: {default: {receivers: [{webhook: {url: …}}]}}}`,
  );
}
