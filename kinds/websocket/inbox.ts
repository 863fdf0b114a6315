import type { Reason } from '#core/verdict/reason.ts';
import type { Received } from './observation.ts';

/** How many messages may wait to be looked at, and how many bytes of them. */
const MOST_WAITING = 1_000;
const MOST_WAITING_BYTES = 1024 * 1024;

/** How a server ended a conversation: the code of its Close frame, 1006 where there was none. */
export type Close = { readonly code: number; readonly words: string };

/** What came and was not looked at yet, in its order; a close or a reason is the end of it. */
export type Inbox = {
  readonly add: (message: Received) => void;
  readonly closed: (close: Close) => void;
  readonly fail: (reason: Reason) => void;
  /** The next message; or how it all ended, which stays so. */
  readonly next: () => Promise<Received | Close | Reason>;
};

/** An inbox in which nothing is. */
export function newInbox(): Inbox {
  const waiting: Received[] = [];
  let bytes = 0;
  let over: Close | Reason | null = null;
  let take: ((got: Received | Close | Reason) => void) | null = null;
  const end = (how: Close | Reason): void => {
    over ??= how;
    take?.(over);
    take = null;
  };
  return {
    add(message) {
      if (over !== null) return;
      if (take !== null) {
        take(message);
        take = null;
        return;
      }
      waiting.push(message);
      bytes += message.bytes.length;
      if (waiting.length <= MOST_WAITING && bytes <= MOST_WAITING_BYTES) return;
      end({ code: 'too-large', message: `more messages than are looked at: ${waiting.length}, ${bytes} bytes` });
    },
    closed: end,
    fail(reason) {
      waiting.length = 0;
      end(reason);
    },
    next() {
      const first = waiting.shift();
      if (first !== undefined) {
        bytes -= first.bytes.length;
        return Promise.resolve(first);
      }
      if (over !== null) return Promise.resolve(over);
      return new Promise((resolve) => {
        take = resolve;
      });
    },
  };
}
