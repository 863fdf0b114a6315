import type { WatchEvent } from '../../watch/watching.ts';

/**
 * What has changed since an event: the names of checks, of each when last. It takes no more room than the list has checks,
 * and yet knows everything of this process, however long a client was away.
 */
export type Changes = {
  hear(event: WatchEvent): void;
  /** The newest event. */
  readonly last: () => number;
  /** Which checks changed after an event; 'reload' where the list itself has. */
  since(id: number): readonly string[] | 'reload';
};

export function changesOf(): Changes {
  const changed = new Map<string, number>();
  let [last, list] = [0, 0];
  return {
    hear(event) {
      last = event.id;
      if (event.type === 'list') {
        list = event.id;
        changed.clear();
      }
      for (const name of namesIn(event)) changed.set(name, event.id);
    },
    last: () => last,
    since: (id) => (list > id ? 'reload' : [...changed].flatMap(([name, at]) => (at > id ? [name] : []))),
  };
}

function namesIn(event: WatchEvent): readonly string[] {
  switch (event.type) {
    case 'verdicts':
      return event.verdicts.map(({ name }) => name);
    case 'incidents':
      return event.transitions.flatMap(({ check, checks = [] }) => [check, ...checks]);
    case 'list':
      return [];
  }
}
