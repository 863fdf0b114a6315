import type { News } from '#core/page/index.ts';
import type { WatchEvent } from '../../watch/watching.ts';

/**
 * What has changed since an event: the names of checks, of each when last, and incidents. It takes no more room than the list
 * has checks, and yet knows everything of this process, however long a client was away.
 */
export type Changes = {
  hear(event: WatchEvent): void;
  /** The newest event. */
  last(): number;
  /** What changed after an event; 'list' where the list itself has, null where nothing has. */
  since(id: number): News | 'list' | null;
};

export function changesOf(): Changes {
  const changed = new Map<string, number>();
  let [last, list, incidents] = [0, 0, 0];
  return {
    hear(event) {
      last = event.id;
      if (event.type === 'list') {
        list = event.id;
        changed.clear();
      }
      if (event.type === 'incidents') incidents = event.id;
      for (const name of namesIn(event)) changed.set(name, event.id);
    },
    last: () => last,
    since(id) {
      if (list > id) return 'list';
      const checks = [...changed].flatMap(([name, at]) => (at > id ? [name] : []));
      return checks.length === 0 && incidents <= id ? null : { checks, incidents: incidents > id };
    },
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
