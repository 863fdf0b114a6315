import type { ServerResponse } from 'node:http';
import { SECURITY_HEADERS } from '../http/security-headers.ts';

/** A browser that hears of events. `heard`: the newest event that it knows of. */
export type Client = {
  readonly variant: string;
  heard: number;
  /** Whether it has read what it was sent; one that has not for long is dropped. It comes back and asks for what it missed. */
  takesMore(): boolean;
  send(text: string): void;
  end(): void;
};

/** How long a client may leave unread what it was sent, milliseconds. */
export const PATIENCE_MS = 30_000;

type Settings = Pick<Client, 'variant' | 'heard'> & { readonly patienceMs: number; readonly onGone: () => void };

/** Begins a stream. `onGone` is called when it is over, whoever ended it. */
export function clientOf(response: ServerResponse, { variant, heard, patienceMs, onGone }: Settings): Client {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A proxy that gathers what it passes on would keep the news to itself.
    'x-accel-buffering': 'no',
  });
  response.on('close', onGone);
  let unreadSince: number | null = null;
  return {
    variant,
    heard,
    takesMore() {
      if (!response.writableNeedDrain) {
        unreadSince = null;
        return true;
      }
      unreadSince ??= performance.now();
      if (performance.now() - unreadSince >= patienceMs) response.destroy();
      return false;
    },
    send: (text) => void response.write(text),
    end: () => response.end(),
  };
}
