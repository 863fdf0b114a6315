import type { AlertPlan } from '#core/check/alerting.ts';
import { planOf } from '#core/check/alerting.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import { type LocalHeartbeats, localHeartbeats } from '../local-heartbeats.ts';
import { type LocalMemory, localMemory } from '../memory.ts';
import { unsentIn } from '../receivers/errands.ts';

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
  readonly store: string;
  /** Which checks files it is from: several lists may share a store. */
  readonly checksFile: string;
  readonly retentionMs: number;
  readonly concurrency: number;
  /** Whether alerts go to the receivers of the list. */
  readonly sends: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

export function takeInUse(list: CheckList, settings: InUseSettings): InUse {
  const { store, checksFile, retentionMs, concurrency, sends, now } = settings;
  const memory = localMemory(store, list, {
    now,
    retentionMs,
    concurrency,
    checksFile,
    sideBySide: true,
    ...(sends && { unsentOf: unsentIn(list) }),
  });
  const { guard = [] } = list;
  const heartbeats = heartbeatChecks(list).length > 0 ? localHeartbeats(store, true) : null;
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
