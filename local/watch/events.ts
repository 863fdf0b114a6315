import type { WatchEvent, Watching } from './watching.ts';

/** An event before it has its number. */
type Unnumbered = WatchEvent extends infer E ? (E extends unknown ? Omit<E, 'id'> : never) : never;

export type Events = Pick<Watching, 'subscribe'> & { emit(event: Unnumbered): void };

export function newEvents(): Events {
  const listeners = new Set<(event: WatchEvent) => void>();
  let id = 0;
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(event) {
      id += 1;
      for (const listener of listeners) listener({ ...event, id });
    },
  };
}
