import type { AlertPlan } from '#core/check/alerting.ts';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import { type JobFiles, type LocalHeartbeats, localHeartbeats } from '../local-heartbeats.ts';
import { type LocalMemory, localMemory } from '../memory.ts';
import { unsentIn } from '../receivers/errands.ts';
import type { Inheritance } from '../store/heir.ts';

/** A list that is in use and what it is connected to. */
export type InUse = {
  readonly list: CheckList;
  readonly plan: AlertPlan;
  readonly memory: LocalMemory;
  readonly heartbeats: LocalHeartbeats | null;
  readonly loadedAt: string;
  /** Names of its guards. */
  readonly guards: ReadonlySet<string>;
  close(): Promise<void>;
};

export type InUseSettings = {
  /** The file of incidents and history, of this list alone. */
  readonly store: string;
  /** The file of what jobs report. */
  readonly jobs: JobFiles;
  /** Which list it is, by its words. */
  readonly listId: string;
  /** What a store that is not there yet begins with. @default - nothing */
  readonly inherits?: Inheritance;
  readonly retentionMs: number;
  readonly concurrency: number;
  /** Whether alerts go to the receivers of the list. */
  readonly sends: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export function takeInUse(list: CheckList, settings: InUseSettings): InUse {
  const { store, jobs, listId, inherits, retentionMs, concurrency, sends, now } = settings;
  const memory = localMemory(store, list, {
    now,
    retentionMs,
    concurrency,
    listId,
    ...(inherits && { inherits }),
    sideBySide: true,
    ...(sends && { unsentOf: unsentIn(list) }),
  });
  const { guard = [] } = list;
  const heartbeats = heartbeatChecks(list).length > 0 ? localHeartbeats(jobs, true) : null;
  return {
    list,
    plan: planOf(list),
    memory,
    heartbeats,
    loadedAt: new Date(now()).toISOString(),
    guards: new Set(guard.map(({ name }) => name)),
    close: async () => {
      await heartbeats?.close();
      await memory.close();
    },
  };
}
